/** A data provider for react-admin 5. */
import { and, type Bridge, type Filter, type Op, type Row, type Value, where } from "@jetway/core";
import {
  createRecords,
  fieldErrors,
  type Identified,
  type Identifier,
  type ListMeta,
  type ProviderOptions,
  same,
  telling,
} from "./records.js";

interface Meta {
  meta?: ListMeta;
}
interface Signal {
  signal?: AbortSignal;
}
interface ListParams extends Meta, Signal {
  pagination?: { page: number; perPage: number };
  sort?: { field: string; order: "ASC" | "DESC" };
  /** Columns by name, `column__op` for another operator than `eq`, relations as objects; `q` searches. */
  filter?: object;
}
interface ReferenceParams extends ListParams {
  target: string;
  id: Identifier;
}
interface ListResult<One> {
  data: One[];
  total?: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
}

/** A resource is a table. */
export interface DataProvider {
  supportAbortSignal: true;
  getList<One extends Identified>(resource: string, params: ListParams): Promise<ListResult<One>>;
  getManyReference<One extends Identified>(resource: string, params: ReferenceParams): Promise<ListResult<One>>;
  getOne<One extends Identified>(resource: string, params: { id: Identifier } & Meta & Signal): Promise<{ data: One }>;
  getMany<One extends Identified>(
    resource: string,
    params: { ids: Identifier[] } & Meta & Signal,
  ): Promise<{ data: One[] }>;
  create<_Values, One extends Identified>(resource: string, params: { data: object }): Promise<{ data: One }>;
  /** What differs from `previousData`, while it is still as that says. */
  update<One extends Identified>(
    resource: string,
    params: { id: Identifier; data: object; previousData?: object },
  ): Promise<{ data: One }>;
  updateMany(resource: string, params: { ids: Identifier[]; data: object }): Promise<{ data: Identifier[] }>;
  delete<One extends Identified>(
    resource: string,
    params: { id: Identifier; previousData?: One },
  ): Promise<{ data: One }>;
  deleteMany(resource: string, params: { ids: Identifier[] }): Promise<{ data: Identifier[] }>;
}

/** A data provider over a bridge; a refusal stands at the fields that it names. */
export function createDataProvider<Paths>(bridge: Bridge<Paths>, options?: ProviderOptions<Paths>): DataProvider {
  const records = createRecords(bridge, options);

  async function list<One extends Identified>(resource: string, params: ListParams, also?: Filter) {
    const { table, record, order, shown } = await records(resource);
    const { pagination: { page, perPage } = { page: 1, perPage: 25 }, sort, filter, meta, signal } = params;
    const { q, ...columns } = { ...filter } as Row;
    const found = await table.list({
      filter: and(...conditions(columns), ...(also ? [also] : [])),
      search: q === undefined ? undefined : String(q),
      order: sort && order(sort.field, sort.order === "DESC"),
      page,
      perPage,
      ...shown(meta),
      signal,
    });
    return {
      data: found.results.map((row) => record<One>(row)),
      total: found.count ?? undefined,
      pageInfo: { hasNextPage: found.has_more, hasPreviousPage: page > 1 },
    };
  }

  const provider: Omit<DataProvider, "supportAbortSignal"> = {
    getList: (resource, params) => list(resource, params),
    getManyReference: (resource, { target, id, ...params }) => list(resource, params, where(target, "eq", id)),
    async getOne(resource, { id, meta, signal }) {
      const { table, record, keyOf, shown } = await records(resource);
      const { select, expand } = shown(meta);
      return { data: record(await table.get(keyOf(id), { select, expand, signal })) };
    },
    async getMany(resource, { ids, meta, signal }) {
      const { table, record, keyOf, shown } = await records(resource);
      const { results } = await table.list({
        keys: ids.map(keyOf),
        perPage: ids.length,
        ...shown({ count: "none", ...meta }),
        signal,
      });
      return { data: results.map((row) => record(row)) };
    },
    async create(resource, { data }) {
      const { table, record, values } = await records(resource);
      return { data: record(await table.create(values(data))) };
    },
    async update(resource, { id, data, previousData }) {
      const { table, record, keyOf, values } = await records(resource);
      const was = values(previousData ?? {});
      const now = Object.entries(values(data)).filter(([name, value]) => !same(value, was[name]));
      const row = await table.update(keyOf(id), Object.fromEntries(now), { was });
      return { data: record(row) };
    },
    async updateMany(resource, { ids, data }) {
      const { table, keyOf, values } = await records(resource);
      await table.updateMany(values(data), { keys: ids.map(keyOf), expect: ids.length });
      return { data: ids };
    },
    async delete<One extends Identified>(
      resource: string,
      { id, previousData }: { id: Identifier; previousData?: One },
    ) {
      const { table, keyOf } = await records(resource);
      await table.delete(keyOf(id));
      return { data: previousData ?? ({ id } as One) };
    },
    async deleteMany(resource, { ids }) {
      const { table, keyOf } = await records(resource);
      await table.deleteMany({ keys: ids.map(keyOf), expect: ids.length });
      return { data: ids };
    },
  };
  const told = telling(provider, (error) => ({ body: { ...error.problem, errors: fieldErrors(error) } }));
  return { supportAbortSignal: true, ...told };
}

/** `{ customer: { country: "PT" }, total__gte: 100, status: ["paid", "shipped"] }` as conditions. */
function conditions(filter: Row, before = ""): Filter[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (isNested(value)) return conditions(value, `${before}${name}.`);
    const [column = name, ...op] = name.split("__");
    if (op.length > 0) return [where(before + column, op.join("__") as Op, value)];
    if (value === null) return [where(before + name, "is_null", true)];
    return [where(before + name, Array.isArray(value) ? "in" : "eq", value)];
  });
}

const isNested = (value: Value): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);
