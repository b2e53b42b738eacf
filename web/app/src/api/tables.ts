/** Tables as a bridge describes them, and what the settings say of them. */

import { FIRST, nameColumn, type Table as Rows } from "@jetway/core";
import { queryOptions } from "@tanstack/react-query";
import { humanise } from "../lib/humanise";
import { own } from "../lib/own";
import { bridgeSource } from "./client";
import { plainTable } from "./exactJson";
import { modelOf, ownName } from "./paths";
import type { Bridge, Column, Op, Relation, Settings, Table } from "./types";

/** A table with all that is needed to ask for its rows. */
export interface TableRef {
  project: string;
  bridge: Bridge;
  table: Table;
  tables: Map<string, Table>;
  settings: Settings;
}

/** Whose tables: the first source of a bridge has no name. */
export interface TablesOf {
  source: string;
  engine: string;
}

interface DescribedColumn extends Column {
  finished_ops: Op[];
}

interface Described extends Omit<Table, keyof TablesOf> {
  fields: DescribedColumn[];
}

/** The rows of a table. */
export function rowsOf({ project, bridge, table }: TableRef): Rows {
  return bridgeSource(project, bridge, table.source).table(ownName(table));
}

export const tablesKey = (bridge: string, source: string) => ["tables", bridge, source] as const;

/** The tables of one source, by the names that they have among those of all sources. */
export async function fetchTables(
  project: string,
  bridge: Bridge,
  of: TablesOf,
  signal?: AbortSignal,
): Promise<Map<string, Table>> {
  const list = (await bridgeSource(project, bridge, of.source).describe({ signal })) as Described[];
  return new Map(list.map((table) => [modelOf(of.source, table.model), plainTable(placed(table, of))]));
}

/** The table with names that hold in every source of the bridge. */
function placed(table: Described, of: TablesOf): Table {
  const links = table.links.map((link) => placedLink(link, of));
  const fields = table.fields.map((column) => ({ ...column, ops: [...column.ops, ...column.finished_ops] }));
  return { ...table, ...of, model: modelOf(of.source, table.model), fields, links };
}

function placedLink(link: Relation, of: TablesOf): Relation {
  if (link.source === undefined) return { ...link, target: modelOf(of.source, link.target) };
  const source = link.source === FIRST ? "" : link.source;
  return { ...link, source, target: modelOf(source, link.target) };
}

export const tablesQuery = (project: string, bridge: Bridge, of: TablesOf) =>
  queryOptions({
    queryKey: tablesKey(bridge.id, of.source),
    queryFn: ({ signal }) => fetchTables(project, bridge, of, signal),
    staleTime: 60_000,
  });

/** Another table, of the same source or of one that it is related to; null where the caller may not see that one. */
export function refTo(ref: TableRef, model: string): TableRef | null {
  const table = ref.tables.get(model);
  return table ? { ...ref, table } : null;
}

export function tableTitle(table: Table, settings: Settings): string {
  const said = own(settings.tables, table.model)?.title;
  return said || humanise(bareName(table));
}

/** The name without source and schema in front of it; the latter two may hold a dot of their own. */
export function bareName(table: Pick<Table, "model" | "source" | "schema">): string {
  const name = ownName(table);
  return table.schema && name.startsWith(`${table.schema}.`) ? name.slice(table.schema.length + 1) : name;
}

export function columnTitle(table: Table, column: string, settings: Settings): string {
  const said = own(own(settings.tables, table.model)?.columns, column)?.title;
  if (said) return said;
  // A key of another row reads as that row: `customer_id` is the customer.
  const bare = relationOf(table, column) ? column.replace(/_?id$/i, "") : "";
  return humanise(bare || column);
}

export function columnOf(table: Table, name: string): Column | undefined {
  return table.fields.find((field) => field.name === name);
}

/** The to-one relation that a column is the (only) key of. */
export function relationOf(table: Table, column: string): Relation | null {
  return table.links.find((link) => !link.many && link.columns.length === 1 && link.columns[0] === column) ?? null;
}

/** Columns that nobody hid in the settings, in the order of the database. */
export function shownColumns(table: Table, settings: Settings): Column[] {
  const said = own(settings.tables, table.model)?.columns;
  return table.fields.filter((field) => !own(said, field.name)?.hidden);
}

/** The column that names a row to a person: from the settings, else guessed; null where a row has no key and no text. */
export function displayColumn(table: Table, settings: Settings): string | null {
  const chosen = own(settings.tables, table.model)?.display;
  return chosen && columnOf(table, chosen) ? chosen : nameColumn(table);
}
