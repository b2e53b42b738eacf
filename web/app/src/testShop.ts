/** A small shop for tests: orders of customers, and lines with a composite key. */
import type { TableRef } from "./api/tables";
import type { Column, FieldType, Relation, Table } from "./api/types";

export function column(name: string, type: FieldType, more: Partial<Column> = {}): Column {
  return {
    name,
    type,
    native: type,
    nullable: false,
    required: false,
    writable: true,
    creatable: true,
    updatable: true,
    generated: false,
    identity: "",
    default: null,
    length: null,
    precision: null,
    scale: null,
    minimum: null,
    maximum: null,
    options: [],
    item: null,
    comment: "",
    ops: ["eq", "lt", "lte", "gt", "gte", "in", "is_null"],
    sortable: true,
    ...more,
  };
}

function table(model: string, key: string[], fields: Column[], links: Relation[], rows: number): Table {
  return {
    model,
    source: "",
    engine: "postgresql",
    schema: null,
    kind: "table",
    comment: "",
    rows,
    key,
    unique: [],
    verbs: ["read", "create", "update", "delete"],
    atomic: true,
    once: false,
    aggregates: ["count"],
    exportable: true,
    has_history: true,
    declarable: true,
    operations: [],
    fields,
    links,
    relation_overrides: [],
  };
}

function toOne(name: string, from: string, target: string): Relation {
  return { name, columns: [from], target, target_columns: ["id"], many: false, on_delete: "restrict" };
}

export const CUSTOMERS = table(
  "customers",
  ["id"],
  [column("id", "integer", { creatable: false, updatable: false }), column("name", "text"), column("country", "text")],
  [
    {
      name: "orders",
      columns: ["id"],
      target: "orders",
      target_columns: ["customer_id"],
      many: true,
      on_delete: "restrict",
    },
  ],
  500,
);

export const ORDERS = table(
  "orders",
  ["id"],
  [
    column("id", "integer", { creatable: false, updatable: false }),
    column("number", "text"),
    column("customer_id", "integer"),
    column("status", "enum", { options: ["new", "paid", "shipped"], ops: ["eq", "in"] }),
    column("total", "decimal", { precision: 10, scale: 2 }),
    column("created_at", "timestamptz"),
  ],
  [
    toOne("customer", "customer_id", "customers"),
    {
      name: "order_lines",
      columns: ["id"],
      target: "order_lines",
      target_columns: ["order_id"],
      many: true,
      on_delete: "cascade",
    },
  ],
  20_000,
);

export const ORDER_LINES = table(
  "order_lines",
  ["order_id", "position"],
  [column("order_id", "integer"), column("position", "integer"), column("quantity", "integer")],
  [toOne("order", "order_id", "orders")],
  50_000,
);

export function shop(model: "orders" | "customers" | "order_lines"): TableRef {
  const tables = new Map([CUSTOMERS, ORDERS, ORDER_LINES].map((one) => [one.model, one]));
  const found = tables.get(model);
  if (!found) throw new Error(model);
  return {
    project: "p1",
    bridge: { id: "b1", name: "Shop", url: "", engine: "postgresql" },
    table: found,
    tables,
    settings: {},
  };
}
