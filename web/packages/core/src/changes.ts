/** What a page changes: each change as one function of all that it takes, as forms and mutations call it. */
import type { Bridge, Source } from "./bridge.js";
import type { EndpointOptions } from "./calls.js";
import type {
  EndpointId,
  EndpointOf,
  OperationName,
  OperationOf,
  SourceName,
  TableName,
  TableOf,
  TableTypes,
} from "./document.js";
import type { Key } from "./key.js";
import type { ChangeOptions, RowChangeOptions } from "./table.js";

export type Creation<Types extends TableTypes> = { values: Types["create"] } & ChangeOptions;
export type Update<Types extends TableTypes> = {
  key: Key;
  values: Types["update"];
  was?: Partial<Types["row"]>;
} & RowChangeOptions;
export type Deletion = { key: Key } & RowChangeOptions;
export type Call<Takes> = { parameters: Takes } & EndpointOptions;
export type Run<Takes> = Takes & ChangeOptions;

export type Change<Takes, Answer> = (takes: Takes) => Promise<Answer>;

/** What can be changed in one source. */
export interface Changes<Paths = unknown, Name extends string = ""> {
  createRow<One extends TableName<Paths, Name>>(
    table: One,
  ): Change<Creation<TableOf<Paths, Name, One>>, TableOf<Paths, Name, One>["row"]>;
  updateRow<One extends TableName<Paths, Name>>(
    table: One,
  ): Change<Update<TableOf<Paths, Name, One>>, TableOf<Paths, Name, One>["row"]>;
  deleteRow<One extends TableName<Paths, Name>>(table: One): Change<Deletion, void>;
  callEndpoint<Id extends EndpointId<Paths, Name>>(
    id: Id,
  ): Change<Call<EndpointOf<Paths, Name, Id>["takes"]>, EndpointOf<Paths, Name, Id>["answers"]>;
  runOperation<Address extends OperationName<Paths, Name>>(
    name: Address,
  ): Change<Run<OperationOf<Paths, Name, Address>["takes"]>, OperationOf<Paths, Name, Address>["answers"]>;
}

/** What can be changed in a source of the bridge: in the first unless named. */
export function createChanges<Paths = unknown>(bridge: Bridge<Paths>): Changes<Paths>;
export function createChanges<Paths, Name extends SourceName<Paths> & string>(
  bridge: Bridge<Paths>,
  name: Name,
): Changes<Paths, Name>;
export function createChanges(bridge: Bridge, name = ""): Changes {
  const source: Source = name === "" ? bridge : (bridge.source(name) as Source);
  return {
    createRow:
      (table) =>
      ({ values, ...options }) =>
        source.table(table).create(values, options),
    updateRow:
      (table) =>
      ({ key, values, ...options }) =>
        source.table(table).update(key, values, options),
    deleteRow:
      (table) =>
      ({ key, ...options }) =>
        source.table(table).delete(key, options),
    callEndpoint:
      (id) =>
      ({ parameters, ...options }) =>
        source.endpoint(id).call(parameters, options),
    runOperation:
      (address) =>
      ({ once, signal, ...body }) =>
        source.operation(address).run(body, { once, signal }),
  };
}
