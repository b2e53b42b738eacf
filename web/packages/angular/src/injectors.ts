import {
  type EnvironmentProviders,
  effect,
  InjectionToken,
  inject,
  makeEnvironmentProviders,
  type ResourceRef,
  resource,
  signal,
  untracked,
} from "@angular/core";
import {
  type Bridge,
  type Call,
  type Change,
  type ColumnPath,
  type Creation,
  createChanges,
  createReads,
  type Deletion,
  type EndpointId,
  type EndpointOf,
  type Groups,
  type GroupsOptions,
  type Key,
  type Measured,
  type OperationName,
  type OperationOf,
  type Page,
  type PagesOptions,
  type ParametersOf,
  type QueryAnswer,
  type QueryId,
  type Read,
  type ReadingId,
  type ReadingOptions,
  type Reads,
  type RelationPath,
  type RowOf,
  type RowOptions,
  type RowsOptions,
  type Run,
  type RunOptions,
  type Shown,
  type SourceName,
  type TableName,
  type TableOf,
  type TotalOptions,
  type Update,
} from "@jetway/core";
import { type ChangeRef, changeRef } from "./change.js";
import { type PagesRef, pagesRef } from "./pages.js";

/** A value, or a signal or function that tells it. */
export type Reactive<T> = T | (() => T);

/** Tables of one source, injected. After every change, all that is shown of the bridge is read anew. */
export interface SourceInjectors<Paths = unknown, Name extends string = ""> {
  /** One page of a table. */
  injectRows<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    options?: Reactive<RowsOptions<RowOf<Paths, Name, One>, Selected, Expanded>>,
  ): ResourceRef<Page<Shown<RowOf<Paths, Name, One>, Selected, Expanded>> | undefined>;

  /** One page after the other, by cursor. */
  injectInfiniteRows<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    options?: Reactive<PagesOptions<RowOf<Paths, Name, One>, Selected, Expanded>>,
  ): PagesRef<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>;

  injectRow<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    key: Reactive<Key>,
    options?: Reactive<RowOptions<Selected, Expanded>>,
  ): ResourceRef<Shown<RowOf<Paths, Name, One>, Selected, Expanded> | undefined>;

  injectTotal<One extends TableName<Paths, Name>>(
    table: One,
    options: Reactive<TotalOptions<RowOf<Paths, Name, One>>>,
  ): ResourceRef<Measured | undefined>;

  injectGroups<One extends TableName<Paths, Name>>(
    table: One,
    options: Reactive<GroupsOptions<RowOf<Paths, Name, One>>>,
  ): ResourceRef<Groups | undefined>;

  /** What an endpoint answers that changes nothing; others are called by `injectCallEndpoint`. */
  injectEndpoint<Id extends ReadingId<Paths, Name>>(
    id: Id,
    parameters: Reactive<EndpointOf<Paths, Name, Id>["takes"]>,
    options?: Reactive<ReadingOptions>,
  ): ResourceRef<EndpointOf<Paths, Name, Id>["answers"] | undefined>;

  injectQueryAnswer<Id extends QueryId<Paths, Name>>(
    id: Id,
    parameters: Reactive<ParametersOf<Paths, Name, Id>>,
    options?: Reactive<RunOptions>,
  ): ResourceRef<QueryAnswer | undefined>;

  injectCreateRow<One extends TableName<Paths, Name>>(
    table: One,
  ): ChangeRef<Creation<TableOf<Paths, Name, One>>, RowOf<Paths, Name, One>>;
  injectUpdateRow<One extends TableName<Paths, Name>>(
    table: One,
  ): ChangeRef<Update<TableOf<Paths, Name, One>>, RowOf<Paths, Name, One>>;
  injectDeleteRow<One extends TableName<Paths, Name>>(table: One): ChangeRef<Deletion, void>;
  injectCallEndpoint<Id extends EndpointId<Paths, Name>>(
    id: Id,
  ): ChangeRef<Call<EndpointOf<Paths, Name, Id>["takes"]>, EndpointOf<Paths, Name, Id>["answers"]>;
  injectRunOperation<Address extends OperationName<Paths, Name>>(
    name: Address,
  ): ChangeRef<Run<OperationOf<Paths, Name, Address>["takes"]>, OperationOf<Paths, Name, Address>["answers"]>;
}

/** What is injected of the first source, and what they go by. */
export interface Injectors<Paths = unknown> extends SourceInjectors<Paths> {
  /** Gives an app or a part of it a bridge, among its providers. */
  provideBridge(bridge: Bridge<Paths>): EnvironmentProviders;
  injectBridge(): Bridge<Paths>;
  /** What is injected of another source. */
  source<Name extends SourceName<Paths> & string>(name: Name): SourceInjectors<Paths, Name>;
}

/** The bridge of an app. */
export const BRIDGE = new InjectionToken<Bridge>("bridge of Jetway");

/** How many changes were made. */
const CHANGES = new InjectionToken("changes by Jetway", { providedIn: "root", factory: () => signal(0) });

/** Functions that know the names and types of `Paths`: what openapi-typescript makes of the bridge's document. */
export function createInjectors<Paths = unknown>(): Injectors<Paths> {
  const injectors: Injectors = { provideBridge, injectBridge, ...sourceInjectors(""), source: sourceInjectors };
  // What they do does not depend on the types: they are those of the document.
  return injectors as unknown as Injectors<Paths>;
}

const provideBridge = (bridge: Bridge) => makeEnvironmentProviders([{ provide: BRIDGE, useValue: bridge }]);
const injectBridge = () => inject(BRIDGE);

function sourceInjectors<Name extends string>(name: Name): SourceInjectors<unknown, Name> {
  const injectReads = () => createReads(inject(BRIDGE), name);
  const injectChanges = () => createChanges(inject(BRIDGE), name);
  const injectRead = <Answer>(read: (reads: Reads<unknown, Name>) => Read<Answer>) => {
    const reads = injectReads();
    return renewed(
      resource({
        params: () => read(reads),
        loader: ({ params, abortSignal }) => params.queryFn({ signal: abortSignal }),
      }),
    );
  };
  const injectChange = <Takes, Answer>(change: Change<Takes, Answer>) => changeRef(change, inject(CHANGES));
  return {
    injectRows: (table, options) => injectRead((reads) => reads.rows(table, now(options))),
    injectInfiniteRows(table, options) {
      const reads = injectReads();
      return renewed(pagesRef(() => reads.infiniteRows(table, now(options))));
    },
    injectRow: (table, key, options) => injectRead((reads) => reads.row(table, now(key), now(options))),
    injectTotal: (table, options) => injectRead((reads) => reads.total(table, now(options))),
    injectGroups: (table, options) => injectRead((reads) => reads.groups(table, now(options))),
    injectEndpoint: (id, parameters, options) =>
      injectRead((reads) => reads.endpoint(id, now(parameters), now(options))),
    injectQueryAnswer: (id, parameters, options) =>
      injectRead((reads) => reads.queryAnswer(id, now(parameters), now(options))),
    injectCreateRow: (table) => injectChange(injectChanges().createRow(table)),
    injectUpdateRow: (table) => injectChange(injectChanges().updateRow(table)),
    injectDeleteRow: (table) => injectChange(injectChanges().deleteRow(table)),
    injectCallEndpoint: (id) => injectChange(injectChanges().callEndpoint(id)),
    injectRunOperation: (address) => injectChange(injectChanges().runOperation(address)),
  };
}

const now = <T>(value: Reactive<T>): T => (typeof value === "function" ? (value as () => T)() : value);

/** Reads it anew after a change; what is shown stays until then. */
function renewed<Found extends Pick<ResourceRef<unknown>, "status" | "reload">>(found: Found): Found {
  const changes = inject(CHANGES);
  let seen = untracked(changes);
  effect(() => {
    // The first time, what is on its way may be old by now, and cannot be asked for again until it is here.
    if (changes() === seen || found.status() === "loading") return;
    seen = changes();
    untracked(() => found.reload());
  });
  return found;
}
