import { expect, it } from "vitest";
import type { Rule } from "../api/policy";
import type { Table } from "../api/types";
import { column, table } from "../fields/exampleTable";
import { NO_CONDITION, readRule, suggestOwn, unseenIn, writeRule } from "./rowRule";

const REGION: Rule = { column: "region", op: "eq", value: "south" };
const OPEN: Rule = { not: { column: "closed_at", op: "is_null", value: false } };
const OWN: Rule = { column: "owner", op: "eq", attribute: "email" };

it("reads one condition as well as a list of them", () => {
  expect(readRule(REGION)).toEqual([{ filters: [{ column: "region", op: "eq", value: "south" }], own: [] }]);
  expect(readRule(undefined)).toEqual([]);
});

it("writes what it has read", () => {
  const rule: Rule = { and: [REGION, OPEN, OWN] };
  const read = readRule(rule);
  expect(read?.[0]?.own).toEqual([{ column: "owner", attribute: "email" }]);
  expect(read && writeRule(read)).toEqual(rule);
});

it("writes lists of which one holds, as it has read them", () => {
  const rule: Rule = { or: [{ and: [REGION, OPEN] }, { and: [OWN] }] };
  const read = readRule(rule);
  expect(read).toHaveLength(2);
  expect(read && writeRule(read)).toEqual(rule);
});

it("leaves out a list without conditions, which would let every row through", () => {
  const [way] = readRule(REGION) ?? [];
  expect(way && writeRule([way, NO_CONDITION])).toEqual({ and: [REGION] });
});

it("says so where a rule is more than a list", () => {
  expect(readRule({ or: [REGION, { or: [OWN] }] })).toBeNull();
  expect(readRule({ and: [{ not: OWN }] })).toBeNull();
  expect(readRule({ and: [{ or: [REGION] }] })).toBeNull();
});

it("begins with the column that is called as something people were given, else with an e-mail address", () => {
  const id = { name: "id", type: "integer" };
  const [name, region, mail] = ["name", "region", "contact_email"].map((one) => ({ name: one, type: "text" })) as [
    typeof id,
    typeof id,
    typeof id,
  ];
  const known = ["email", "name", "region"];
  const everybodys = ["email", "name"];
  expect(suggestOwn([id, name, mail, region], known, everybodys)).toEqual({ column: "region", attribute: "region" });
  expect(suggestOwn([id, name, mail], known, everybodys)).toEqual({ column: "contact_email", attribute: "email" });
  expect(suggestOwn([id, name], known, everybodys)).toEqual({ column: "name", attribute: "email" });
  expect(suggestOwn([id], known, everybodys)).toEqual({ column: "id", attribute: "email" });
  expect(suggestOwn([], known, everybodys)).toBeNull();
});

it("is no rule without a condition", () => {
  expect(writeRule([NO_CONDITION])).toBeUndefined();
});

it("tells what nobody is shown of what a rule goes by", () => {
  const people = table("people", [column({ name: "id" }), column({ name: "a.b" })]);
  const to = { name: "boss", target: "people" } as Table["links"][number];
  const orders = table("orders", [column({ name: "id" })], { links: [to] });
  const ref = { table: orders, tables: new Map([orders, people].map((one) => [one.model, one])) };
  const by = (name: string): Rule => ({ column: name, op: "eq", value: 1 });
  expect(unseenIn({ and: [by("id"), by("boss.id"), by("boss.a.b")] }, ref)).toEqual([]);
  expect(unseenIn({ or: [by("api_key"), { not: by("boss.secret") }, by("api_key")] }, ref)).toEqual([
    "api_key",
    "boss.secret",
  ]);
});
