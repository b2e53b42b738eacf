import { expect, it } from "vitest";
import { parseDocument, plainRow, plainTable } from "./exactJson";
import type { Column, Row, Table } from "./types";

const BIG = "9007199254740993";

function table(model: string, columns: Record<string, string>, links: Table["links"] = []): Table {
  const fields = Object.entries(columns).map(([name, type]) => ({ name, type }) as Column);
  return { model, fields, links } as Table;
}

const team = table("teams", { id: "integer" });
const people = table("people", { id: "integer", doc: "json", size: "float" }, [
  { name: "team", columns: ["team_id"], target: "teams", target_columns: ["id"], many: false, on_delete: "no_action" },
]);
const tables = new Map([team, people].map((one) => [one.model, one]));

it("keeps every digit of a key, also of a related row's", () => {
  const row = parseDocument(`{"id": ${BIG}, "team": {"id": -${BIG}}, "size": 1.5}`) as Row;
  expect(plainRow(row, people, tables)).toEqual({ id: BIG, team: { id: `-${BIG}` }, size: 1.5 });
});

// Node 20 does not tell a reviver what was written; browsers and Node 22 do, and the browser tests check it too.
it.skipIf(!("rawJSON" in JSON))("writes a document back as it was read", () => {
  const row = plainRow(parseDocument(`{"id": 1, "doc": {"n": [${BIG}, 2]}}`) as Row, people, tables);
  expect(JSON.stringify(row.doc)).toBe(`{"n":[${BIG},2]}`);
});

it("keeps every digit of a column's bounds", () => {
  const said = `{"model": "t", "links": [], "fields": [{"name": "id", "minimum": -${BIG}, "maximum": 9, "default": null}]}`;
  expect(plainTable(parseDocument(said) as Table).fields[0]).toMatchObject({ minimum: `-${BIG}`, maximum: 9 });
});

it("leaves text, small numbers and nothing alone", () => {
  const said = `{"id": null, "doc": "${BIG}", "size": 0.1234567890123456}`;
  expect(plainRow(parseDocument(said) as Row, people, tables)).toEqual(JSON.parse(said));
});
