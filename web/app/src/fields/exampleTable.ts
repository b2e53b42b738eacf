/** A column, a table and their source for tests; only what a test says differs from the plainest one. */
import type { TableRef } from "../api/tables";
import type { Column, Table } from "../api/types";

export function column(changes: Partial<Column>): Column {
  return {
    name: "title",
    type: "text",
    native: "text",
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
    ops: ["eq"],
    sortable: true,
    ...changes,
  };
}

export function table(model: string, columns: Column[], changes: Partial<Table> = {}): Table {
  return {
    model,
    source: "",
    engine: "sqlite",
    schema: null,
    kind: "table",
    comment: "",
    rows: null,
    key: ["id"],
    unique: [],
    verbs: ["read", "create", "update", "delete"],
    atomic: true,
    once: false,
    aggregates: [],
    exportable: true,
    has_history: true,
    declarable: true,
    operations: [],
    fields: columns,
    links: [],
    relation_overrides: [],
    ...changes,
  };
}

export function source(main: Table, ...others: Table[]): TableRef {
  return {
    project: "p1",
    bridge: { id: "b1", name: "shop", url: "", engine: "sqlite" },
    table: main,
    tables: new Map([main, ...others].map((each) => [each.model, each])),
    settings: {},
  };
}
