/** Numbers of many rows: of all that are chosen, or of groups of them. */
import type { Signal } from "./client.js";
import type { Row, Value } from "./json.js";
import { type Choice, listParams } from "./list.js";
import { type Place, tablePath } from "./paths.js";
import type { ColumnOf, ColumnPath, ConditionPath } from "./row.js";

export type Func = "count" | "sum" | "avg" | "min" | "max";
export type Unit = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

/** One number of all rows that are chosen. */
export interface AggregateOptions<Of = Row> extends Choice<ConditionPath<Of>>, Signal {
  func: Func;
  /** Of which column; `count` takes none. */
  column?: ColumnOf<Of>;
}

/** A number per group of rows. */
export interface GroupOptions<Of = Row> extends AggregateOptions<Of> {
  /** Columns or paths; of dates and times, cut to a unit. */
  by: readonly (ColumnPath<Of> | { column: ColumnPath<Of>; unit: Unit })[];
}

/** Decimals and large whole numbers are text. */
export type Measured = number | string | null;

export interface Groups {
  groups: { by: Value[]; value: Measured }[];
  /** How many groups were told, where there are more. */
  truncated: number | null;
}

export async function aggregate({ client, source, table }: Place, options: AggregateOptions): Promise<Measured> {
  const asked = { params: measureParams(options), signal: options.signal };
  return (await client.request<{ y_func: Measured }>(`${tablePath(source, table)}aggregate/`, asked)).y_func;
}

export async function group({ client, source, table }: Place, { by, ...options }: GroupOptions): Promise<Groups> {
  const params = measureParams(options);
  for (const one of by) {
    params.append("_x_column", typeof one === "object" ? one.column : one);
    params.append("_x_lookup", typeof one === "object" ? `date_${one.unit}` : "plain");
  }
  const path = `${tablePath(source, table)}group/`;
  const { data, headers } = await client.answer<Row[]>(path, { params, signal: options.signal });
  const truncated = headers.get("Jetway-Truncated");
  return {
    groups: data.map((row) => groupOf(row, by.length)),
    truncated: truncated === null ? null : Number(truncated),
  };
}

function measureParams({ func, column, ...choice }: AggregateOptions): URLSearchParams {
  const params = listParams(choice);
  params.set("_y_func", func);
  if (column !== undefined) params.set("_y_column", column);
  return params;
}

function groupOf(row: Row, groups: number): Groups["groups"][number] {
  const by = Array.from({ length: groups }, (_, at) => row[at === 0 ? "group" : `group_${at + 1}`] ?? null);
  return { by, value: row.y_func as Measured };
}
