import { expect, it } from "vitest";
import type { Definition, OptionField, SourceKind } from "../../../api/sourceChanges";
import { changesOf, draftOf, isElsewhere, newDraft, optionsToSend, sourceName } from "./sourceDraft";

const FIELDS: OptionField[] = [
  { name: "host", label: "Host", type: "text", required: true, binds: true },
  {
    name: "port",
    label: "Port",
    type: "number",
    required: false,
    default: 5432,
    lowest: 1,
    highest: 65535,
    binds: true,
  },
  { name: "user", label: "User", type: "text", required: true },
  { name: "password", label: "Password", type: "secret", required: false },
  { name: "read_only", label: "Read-only", type: "switch", required: false },
];
const KIND: SourceKind = { kind: "postgresql", label: "PostgreSQL", options: FIELDS };
const STORED: Definition = {
  name: "billing",
  title: "Billing",
  colour: "",
  kind: "postgresql",
  options: { host: "db", port: 5432, user: "jetway", password: { $secret: true }, read_only: false },
  tables: ["a", "b"],
};

it("begins with what is usual, and sends what was filled in", () => {
  const { options } = newDraft(KIND);
  expect(options).toEqual({ host: "", port: 5432, user: "", password: "", read_only: false });
  expect(optionsToSend({ ...options, host: "db" }, undefined)).toEqual({ host: "db", port: 5432, read_only: false });
});

it("sends of a change what differs only, and never a secret that is kept", () => {
  const draft = draftOf(STORED);
  expect(changesOf(draft, STORED)).toEqual({});
  expect(changesOf({ ...draft, title: "Invoices ", tables: ["b", "a"] }, STORED)).toEqual({ title: "Invoices" });
  expect(changesOf({ ...draft, tables: "all" }, STORED)).toEqual({ tables: "all" });
  const options = { ...draft.options, user: "reader", password: "" };
  expect(changesOf({ ...draft, options }, STORED)).toEqual({ options: { user: "reader", password: null } });
});

it("knows when secrets are to be entered again", () => {
  expect(isElsewhere(FIELDS, { ...STORED.options, user: "reader" }, STORED.options)).toBe(false);
  expect(isElsewhere(FIELDS, { ...STORED.options, port: 5433 }, STORED.options)).toBe(true);
});

it("makes a name of a title", () => {
  expect(["Stripe (EU)", "Zürich", "2nd shop", "…", "a".repeat(50)].map(sourceName)).toEqual([
    "stripe-eu",
    "zurich",
    "nd-shop",
    "",
    "a".repeat(40),
  ]);
});
