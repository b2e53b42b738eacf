/** What is called by its name: endpoints, operations of a source, saved queries. */
import type { Client } from "./client.js";
import type { CallTypes } from "./document.js";
import type { Value } from "./json.js";
import { endpointPath, operationPath, queryPath } from "./paths.js";
import type { ChangeOptions } from "./table.js";

/** The parameters, which may be left out where none is required, and how it is called. */
type Arguments<Takes, Options> =
  Record<string, never> extends Takes
    ? [parameters?: Takes, options?: Options]
    : [parameters: Takes, options?: Options];

export interface EndpointOptions extends ChangeOptions {
  /** From 1. */
  page?: number;
  /** 100 unless said, at most 1,000. */
  perPage?: number;
}

/** An endpoint for programs, with what it takes and answers. */
export interface Endpoint<Types extends CallTypes> {
  call(...call: Arguments<Types["takes"], EndpointOptions>): Promise<Types["answers"]>;
}

/** What a source does by name: `run({ key, parameters })`, `key` for what takes a row. */
export interface Operation<Types extends CallTypes> {
  run(...call: Arguments<Types["takes"], ChangeOptions>): Promise<Types["answers"]>;
}

export interface QueryOptions {
  /** At most 1,000 rows, which is also the default. */
  limit?: number;
  offset?: number;
  /** Columns of the result, `-` for descending. */
  order?: readonly string[];
  /** Whether to tell how many rows there are without limit. */
  count?: boolean;
  /** As the list of queries told it: 409 `query_changed` where it is another by now. */
  version?: string;
  signal?: AbortSignal;
}

/** A saved query. */
export interface Query<Parameters> {
  run(...call: Arguments<Parameters, QueryOptions>): Promise<QueryAnswer>;
}

/** What a saved query answers: rows as lists of values, in the order of `columns`. */
export interface QueryAnswer {
  row_count: number;
  data: Value[][];
  columns: string[];
  column_descriptions: { [column: string]: { field: string; type: string } };
  limit: number;
  has_more: boolean;
  count?: number;
}

export function createEndpoint(client: Client, source: string, id: string) {
  return {
    call(parameters: object = {}, { page, perPage, once, signal }: EndpointOptions = {}): Promise<unknown> {
      const params = new URLSearchParams();
      if (page !== undefined) params.set("_page", String(page));
      if (perPage !== undefined) params.set("_per_page", String(perPage));
      return client.request(endpointPath(source, id), { ...posted(parameters, once), params, signal });
    },
  };
}

export function createOperation(client: Client, source: string, name: string) {
  return {
    run(body: object = {}, { once, signal }: ChangeOptions = {}): Promise<unknown> {
      return client.request(operationPath(source, name), { ...posted(body, once), signal });
    },
  };
}

export function createQuery(client: Client, source: string, id: string) {
  return {
    run(parameters: object = {}, { order, signal, ...rest }: QueryOptions = {}): Promise<unknown> {
      const body = { params_obj: parameters, order_by: order, ...rest };
      return client.request(queryPath(source, id), { ...posted(body), signal });
    },
  };
}

function posted(body: object, once?: string) {
  const headers: Record<string, string> = once === undefined ? {} : { "Idempotency-Key": once };
  return { method: "POST" as const, body, headers };
}
