import { describe, expect, it } from "vitest";
import { column, source, table } from "../exampleTable";
import { contextFor } from "../registry";
import { byCloseness } from "./byCloseness";
import { expandedRow, foreignKey, nameOf, relatedKey } from "./related";

const tenants = table("tenants", [column({ name: "id", type: "integer" }), column({ name: "name" })]);
const people = table("people", [column({ name: "tenant_id" }), column({ name: "code" }), column({ name: "name" })], {
  key: ["tenant_id", "code"],
});
const tasks = table(
  "tasks",
  [
    column({ name: "id", type: "integer" }),
    column({ name: "tenant_id", type: "integer" }),
    column({ name: "owner_code", nullable: true }),
  ],
  {
    links: [
      {
        name: "tenant",
        columns: ["tenant_id"],
        target: "tenants",
        target_columns: ["id"],
        many: false,
        on_delete: "cascade",
      },
      {
        name: "owner",
        columns: ["tenant_id", "owner_code"],
        target: "people",
        target_columns: ["tenant_id", "code"],
        many: false,
        on_delete: "set_null",
      },
    ],
  },
);
const shop = source(tasks, tenants, people);
const row = { id: 1, tenant_id: 4, owner_code: "a,b", owner: { tenant_id: 4, code: "a,b", name: "Ana" } };

describe("a foreign key of several columns", () => {
  const context = contextFor(shop, "owner_code");

  it("stands at its last column; the shared one stays a relation of its own", () => {
    expect(context.relation?.name).toBe("owner");
    expect(contextFor(shop, "tenant_id").relation?.name).toBe("tenant");
  });

  it("leads to the key of the related row", () => {
    const values = foreignKey(context, row.owner_code, row);
    expect(values).toEqual([4, "a,b"]);
    expect(relatedKey(context, { ...shop, table: people }, values ?? [], null)).toBe("4,a%2Cb");
  });

  it("leads nowhere while a part is missing", () => {
    expect(foreignKey(context, null, row)).toBeNull();
  });

  it("reads as the name of the row that came along", () => {
    expect(nameOf({ ...shop, table: people }, expandedRow(context, row) ?? {})).toBe("Ana");
  });
});

it("a table that the caller may not see is no relation", () => {
  expect(contextFor(source(tasks), "tenant_id").relation).toBeNull();
});

it("what begins with the typed text comes first", () => {
  const names = ["Yui Watanabe", "Mariana Silva", "Lena Anand", "Ananya Iyer"];
  expect(byCloseness(names, "ana", (name) => name)).toEqual([
    "Ananya Iyer",
    "Lena Anand",
    "Yui Watanabe",
    "Mariana Silva",
  ]);
});
