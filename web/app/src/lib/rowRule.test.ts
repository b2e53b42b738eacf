import { expect, it } from "vitest";
import type { Rule } from "../api/policy";
import { readRule, writeRule } from "./rowRule";

const REGION: Rule = { column: "region", op: "eq", value: "south" };
const OPEN: Rule = { not: { column: "closed_at", op: "is_null", value: false } };
const OWN: Rule = { column: "owner", op: "eq", attribute: "email" };

it("reads one condition as well as a list of them", () => {
  expect(readRule(REGION)).toEqual({ filters: [{ column: "region", op: "eq", value: "south" }], own: [] });
  expect(readRule(undefined)).toEqual({ filters: [], own: [] });
});

it("writes what it has read", () => {
  const rule: Rule = { and: [REGION, OPEN, OWN] };
  const read = readRule(rule);
  expect(read?.own).toEqual([{ column: "owner", attribute: "email" }]);
  expect(read && writeRule(read)).toEqual(rule);
});

it("says so where a rule is more than a list", () => {
  expect(readRule({ or: [REGION, OWN] })).toBeNull();
  expect(readRule({ and: [{ not: OWN }] })).toBeNull();
  expect(readRule({ and: [{ or: [REGION] }] })).toBeNull();
});

it("is no rule without a condition", () => {
  expect(writeRule({ filters: [], own: [] })).toBeUndefined();
});
