/** Where a column may lead to: columns of all sources that tell one row and compare with it. */
import { bareName, columnOf, type TableRef } from "../../api/tables";
import type { Column, Table } from "../../api/types";
import { KEY_KINDS } from "../../lib/keyKinds";

/** The columns of `target` that `column` can be compared with, each of which finds one row; the key first. */
export function keyColumns(from: Table, column: Column, target: Table): string[] {
  const compares = (other: Column) =>
    from.source === target.source && KEY_KINDS[column.type] !== "number"
      ? other.type === column.type
      : KEY_KINDS[other.type] === KEY_KINDS[column.type];
  // Of an app nobody knows what is unique: what it finds rows by itself may be.
  const found = target.fields.filter((one) => !target.atomic && one.ops.includes("eq") && !finished(one));
  const single = [target.key, ...target.unique].flatMap((key) => (key.length === 1 ? key : []));
  const names = new Set([...single, ...(target.source === from.source ? [] : found.map(({ name }) => name))]);
  return [...names].filter((name) => {
    const other = columnOf(target, name);
    return other !== undefined && compares(other) && !(target === from && name === column.name);
  });
}

const finished = (column: Column) => column.finished_ops?.includes("eq") ?? false;

/** The tables that the column may lead to, those of its own source first. */
export function targetTables({ table, tables }: TableRef, column: Column): Table[] {
  return [...tables.values()]
    .filter((target) => keyColumns(table, column, target).length > 0)
    .sort((a, b) => rank(table, a).localeCompare(rank(table, b)) || bareName(a).localeCompare(bareName(b)));
}

const rank = (from: Table, to: Table) => (from.source === to.source ? "" : `/${to.source}`);
