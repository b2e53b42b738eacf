/** What a row can be related to: the rows of another table by their names, as a picker shows them. */
import type { Signal } from "./client.js";
import { describe, nameColumn, tableIn } from "./description.js";
import { unanswered } from "./errors.js";
import type { Filter } from "./filter.js";
import type { Row } from "./json.js";
import { listParams, type Order } from "./list.js";
import { FIRST, type Place, tablePath } from "./paths.js";

/** One row that can be chosen. */
export interface Choosable<Values = Row> {
  name: string;
  /** What choosing it sets, by column: `{ customer_id: 7 }`. */
  values: Values;
}

export interface FindOptions extends Signal {
  filter?: Filter;
  order?: readonly Order[];
  /** 20 unless said. */
  perPage?: number;
}

/** What a relation can lead to. */
export interface Choices<Values = Row> {
  /** The table that it leads to, and its source, "" for the first. */
  table: string;
  source: string;
  /** The column that names its rows; null where they have no key and no text. */
  nameColumn: string | null;
  /** The first rows in which `search` is found, or the first of all. */
  find(search?: string, options?: FindOptions): Promise<Choosable<Values>[]>;
}

/** Of a relation to one row; `unknown_relation` where the caller may see no such one. */
export async function choicesOf(place: Place, relation: string, options?: Signal): Promise<Choices> {
  const { client } = place;
  const here = await describe(client, place.source, options);
  const link = tableIn(here, place.table)?.links.find(({ name, many }) => name === relation && !many);
  const source = link?.source === undefined ? place.source : link.source === FIRST ? "" : link.source;
  const there = source === place.source ? here : await describe(client, source, options);
  const target = tableIn(there, link?.target);
  if (!link || !target) {
    throw unanswered(
      "unknown_relation",
      "Unknown relation",
      `${place.table} has no relation "${relation}" to one row.`,
    );
  }
  const named = nameColumn(target);
  const select = [...new Set([...link.target_columns, ...(named === null ? [] : [named])])];

  const chosen = (row: Row): Choosable => {
    const values = link.columns.map((column, at) => [column, row[link.target_columns[at] ?? ""] ?? null]);
    return { name: String(named === null ? "" : (row[named] ?? "")), values: Object.fromEntries(values) };
  };
  return {
    table: target.model,
    source,
    nameColumn: named,
    async find(search, { signal, ...options } = {}) {
      const params = listParams({ perPage: 20, ...options, search, select, count: "none" });
      const { results } = await client.request<{ results: Row[] }>(tablePath(source, target.model), { params, signal });
      return results.map(chosen);
    },
  };
}
