/** A data provider for Refine 5. */
import { and, type Bridge, type Filter, not, type Op, or, type Row, sourcePath, type Value, where } from "@jetway/core";
import {
  createRecords,
  fieldErrors,
  type Identifier,
  type ListMeta,
  type ProviderOptions,
  telling,
} from "./records.js";

interface Meta {
  meta?: ListMeta & { queryContext?: { signal?: AbortSignal } };
}
interface Of extends Meta {
  resource: string;
}
type Crud = { operator: "and" | "or"; value: Crud[] } | { field: string; operator: string; value: unknown };
interface ListParams extends Of {
  pagination?: { currentPage?: number; pageSize?: number; mode?: "client" | "server" | "off" };
  sorters?: { field: string; order: "asc" | "desc" }[];
  filters?: Crud[];
}
/** A resource is a table. */
export interface DataProvider {
  getApiUrl(): string;
  getList<One>(params: ListParams): Promise<{ data: One[]; total: number }>;
  getOne<One>(params: Of & { id: Identifier }): Promise<{ data: One }>;
  getMany<One>(params: Of & { ids: Identifier[] }): Promise<{ data: One[] }>;
  create<One, Values>(params: Of & { variables: Values }): Promise<{ data: One }>;
  update<One, Values>(params: Of & { id: Identifier; variables: Values }): Promise<{ data: One }>;
  updateMany<One, Values>(params: Of & { ids: Identifier[]; variables: Values }): Promise<{ data: One[] }>;
  deleteOne<One, Values>(params: Of & { id: Identifier; variables?: Values }): Promise<{ data: One }>;
  deleteMany<One, Values>(params: Of & { ids: Identifier[]; variables?: Values }): Promise<{ data: One[] }>;
}

/** A data provider over a bridge; a refusal stands at the fields that it names. */
export function createDataProvider<Paths>(bridge: Bridge<Paths>, options?: ProviderOptions<Paths>): DataProvider {
  const records = createRecords(bridge, options);
  const getApiUrl = () => bridge.url + sourcePath(options?.source ?? "");
  const provider: Omit<DataProvider, "getApiUrl"> = {
    async getList<One>({ resource, pagination = {}, sorters = [], filters = [], meta }: ListParams) {
      const { table, record, order, shown } = await records(resource);
      const paged = (pagination.mode ?? "server") === "server";
      const { currentPage: page, pageSize: perPage } = paged
        ? { currentPage: 1, pageSize: 10, ...pagination }
        : { currentPage: 1, pageSize: MOST };
      const { results, count, has_more } = await table.list({
        filter: and(...filters.map(condition)),
        order: sorters.flatMap((sorter) => order(sorter.field, sorter.order === "desc")),
        page,
        perPage,
        ...shown(meta),
        signal: meta?.queryContext?.signal,
      });
      // Uncounted, there is a page more as long as there are more rows.
      const seen = (page - 1) * perPage + results.length + (has_more ? 1 : 0);
      return { data: results.map((row) => record<One>(row)), total: count ?? seen };
    },
    async getOne<One>({ resource, id, meta }: Of & { id: Identifier }) {
      const { table, record, keyOf, shown } = await records(resource);
      const { select, expand } = shown(meta);
      const row = await table.get(keyOf(id), { select, expand, signal: meta?.queryContext?.signal });
      return { data: record<One>(row) };
    },
    async getMany<One>({ resource, ids, meta }: Of & { ids: Identifier[] }) {
      const { table, record, keyOf, shown } = await records(resource);
      const choice = { keys: ids.map(keyOf), perPage: ids.length, ...shown({ count: "none", ...meta }) };
      const { results } = await table.list({ ...choice, signal: meta?.queryContext?.signal });
      return { data: results.map((row) => record<One>(row)) };
    },
    async create<One>({ resource, variables }: Of & { variables: unknown }) {
      const { table, record, values } = await records(resource);
      return { data: record<One>(await table.create(values(variables as Row))) };
    },
    async update<One>({ resource, id, variables }: Of & { id: Identifier; variables: unknown }) {
      const { table, record, keyOf, values } = await records(resource);
      return { data: record<One>(await table.update(keyOf(id), values(variables as Row))) };
    },
    async updateMany<One>({ resource, ids, variables }: Of & { ids: Identifier[]; variables: unknown }) {
      const { table, keyOf, values } = await records(resource);
      await table.updateMany(values(variables as Row), { keys: ids.map(keyOf), expect: ids.length });
      return { data: ids.map((id) => ({ id }) as One) };
    },
    async deleteOne<One>({ resource, id }: Of & { id: Identifier }) {
      const { table, keyOf } = await records(resource);
      await table.delete(keyOf(id));
      return { data: { id } as One };
    },
    async deleteMany<One>({ resource, ids }: Of & { ids: Identifier[] }) {
      const { table, keyOf } = await records(resource);
      await table.deleteMany({ keys: ids.map(keyOf), expect: ids.length });
      return { data: ids.map((id) => ({ id }) as One) };
    },
  };
  return { getApiUrl, ...telling(provider, (error) => ({ statusCode: error.status, errors: fieldErrors(error) })) };
}

/** What the bridge answers at once. */
const MOST = 10_000;

function condition(filter: Crud): Filter {
  if (isCombined(filter)) return (filter.operator === "or" ? or : and)(...filter.value.map(condition));
  const { field, operator } = filter;
  const value = filter.value as Value;
  const known = CONDITIONS[operator];
  if (known) return known(field, value);
  // What begins with an n says that the rest does not hold.
  const denied = operator.startsWith("n") ? CONDITIONS[operator.slice(1)] : undefined;
  if (denied) return not(denied(field, value));
  throw new Error(`The bridge has no operator ${operator}. Filter ${field} by another one.`);
}

const isCombined = (filter: Crud): filter is Extract<Crud, { operator: "and" | "or" }> => !("field" in filter);

const by = (op: Op) => (field: string, value: Value) => where(field, op, value);

/** A doubled s minds the case. */
const CONDITIONS: Record<string, (field: string, value: Value) => Filter> = {
  eq: by("eq"),
  eqs: by("eq"),
  ne: (field, value) => not(where(field, "eq", value)),
  nes: (field, value) => not(where(field, "eq", value)),
  lt: by("lt"),
  lte: by("lte"),
  gt: by("gt"),
  gte: by("gte"),
  in: by("in"),
  contains: by("icontains"),
  containss: by("contains"),
  startswith: by("istarts_with"),
  startswiths: by("starts_with"),
  endswith: by("iends_with"),
  endswiths: by("ends_with"),
  between: by("range"),
  null: (field) => where(field, "is_null", true),
};
