/** A bridge: its tables, endpoints, operations and queries, typed by its own document. */
import { createEndpoint, createOperation, createQuery, type Endpoint, type Operation, type Query } from "./calls.js";
import { type Client, type ClientOptions, createClient, type Signal } from "./client.js";
import { describe, type TableDescription } from "./description.js";
import type {
  EndpointId,
  EndpointOf,
  OperationName,
  OperationOf,
  ParametersOf,
  QueryId,
  SourceName,
  TableName,
  TableOf,
} from "./document.js";
import { createTable, type Table } from "./table.js";

/** One source of a bridge, as far as the token's role may see it. */
export interface Source<Paths = unknown, Name extends string = ""> {
  table<One extends TableName<Paths, Name>>(name: One): Table<TableOf<Paths, Name, One>>;
  endpoint<Id extends EndpointId<Paths, Name>>(id: Id): Endpoint<EndpointOf<Paths, Name, Id>>;
  operation<Address extends OperationName<Paths, Name>>(name: Address): Operation<OperationOf<Paths, Name, Address>>;
  query<Id extends QueryId<Paths, Name>>(id: Id): Query<ParametersOf<Paths, Name, Id>>;
  /** Its tables, with their columns and relations. */
  describe(options?: Signal): Promise<TableDescription[]>;
}

/** The first source of a bridge, the others beside it, and requests of any other kind. */
export interface Bridge<Paths = unknown> extends Source<Paths>, Client {
  source<Name extends SourceName<Paths> & string>(name: Name): Source<Paths, Name>;
}

/** A bridge. `Paths`: what openapi-typescript makes of its document, for names and types. */
export function createBridge<Paths = unknown>(options: ClientOptions): Bridge<Paths> {
  const client = createClient(options);
  // What is sent does not depend on the types: they are those of the document.
  return {
    ...client,
    ...sourceOf(client, ""),
    source: (name: string) => sourceOf(client, name),
  } as unknown as Bridge<Paths>;
}

const sourceOf = (client: Client, source: string) => ({
  table: (name: string) => createTable(client, source, name),
  endpoint: (id: string) => createEndpoint(client, source, id),
  operation: (name: string) => createOperation(client, source, name),
  query: (id: string) => createQuery(client, source, id),
  describe: (options?: Signal) => describe(client, source, options),
});
