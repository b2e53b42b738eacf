import { expect, it } from "vitest";
import { changedFields, formerValues } from "../record/changes";
import { refusalOf } from "../record/problems";
import { own } from "./own";

const ODD = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

it.each(ODD)("finds nothing under %s that nobody wrote there", (name) => {
  expect(own({}, name)).toBeUndefined();
  expect(own({ ...{}, [name]: 1 }, name)).toBe(1);
  expect(own(JSON.parse(`{"${name}": 2}`), name)).toBe(2);
});

it.each(ODD)("tells of changes and refusals of a column called %s", (name) => {
  expect(changedFields({}, {})).toEqual({});
  const edits = changedFields({ id: 1 }, { [name]: "new" });
  expect(Object.entries(edits)).toEqual([[name, "new"]]);
  expect(Object.entries(formerValues({ id: 1 }, edits))).toEqual([[name, null]]);
  const problem = { type: "", title: "", status: 422, code: "", detail: "" };
  const { fields } = refusalOf({ ...problem, errors: [{ pointer: `/${name}`, code: "", detail: "too long" }] }, [name]);
  expect(Object.entries(fields)).toEqual([[name, "Too long"]]);
});
