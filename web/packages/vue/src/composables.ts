import {
  type ApiError,
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
import {
  type InfiniteData,
  type InfiniteQueryObserverOptions,
  type QueryObserverOptions,
  type UseInfiniteQueryReturnType,
  type UseMutationReturnType,
  type UseQueryOptions,
  type UseQueryReturnType,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/vue-query";
import { computed, type InjectionKey, inject, type MaybeRefOrGetter, type ObjectPlugin, toValue } from "vue";

/** What TanStack Query may be told of one query: `enabled`, `staleTime`, `placeholderData`, … */
export type Keeping<Answer> = Omit<QueryObserverOptions<Answer, ApiError>, "queryKey" | "queryFn" | "enabled"> & {
  enabled?: boolean;
};
type KeepingPages<Shown> = Omit<
  InfiniteQueryObserverOptions<Page<Shown>, ApiError, InfiniteData<Page<Shown>, string>, readonly unknown[], string>,
  "queryKey" | "queryFn" | "initialPageParam" | "getNextPageParam" | "enabled" | "placeholderData" | "initialData"
> & { enabled?: boolean };

/** The composables of one source. After every change, all that is shown of the bridge is read anew. */
export interface SourceComposables<Paths = unknown, Name extends string = ""> {
  /** One page of a table. */
  useRows<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    options?: MaybeRefOrGetter<RowsOptions<RowOf<Paths, Name, One>, Selected, Expanded>>,
    keeping?: MaybeRefOrGetter<Keeping<Page<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>>>,
  ): UseQueryReturnType<Page<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>, ApiError>;

  /** One page after the other, by cursor. */
  useInfiniteRows<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    options?: MaybeRefOrGetter<PagesOptions<RowOf<Paths, Name, One>, Selected, Expanded>>,
    keeping?: MaybeRefOrGetter<KeepingPages<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>>,
  ): UseInfiniteQueryReturnType<
    InfiniteData<Page<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>, string>,
    ApiError
  >;

  useRow<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    key: MaybeRefOrGetter<Key>,
    options?: MaybeRefOrGetter<RowOptions<Selected, Expanded>>,
    keeping?: MaybeRefOrGetter<Keeping<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>>,
  ): UseQueryReturnType<Shown<RowOf<Paths, Name, One>, Selected, Expanded>, ApiError>;

  useTotal<One extends TableName<Paths, Name>>(
    table: One,
    options: MaybeRefOrGetter<TotalOptions<RowOf<Paths, Name, One>>>,
    keeping?: MaybeRefOrGetter<Keeping<Measured>>,
  ): UseQueryReturnType<Measured, ApiError>;

  useGroups<One extends TableName<Paths, Name>>(
    table: One,
    options: MaybeRefOrGetter<GroupsOptions<RowOf<Paths, Name, One>>>,
    keeping?: MaybeRefOrGetter<Keeping<Groups>>,
  ): UseQueryReturnType<Groups, ApiError>;

  /** What an endpoint answers that changes nothing; others are called by `useCallEndpoint`. */
  useEndpoint<Id extends ReadingId<Paths, Name>>(
    id: Id,
    parameters: MaybeRefOrGetter<EndpointOf<Paths, Name, Id>["takes"]>,
    options?: MaybeRefOrGetter<ReadingOptions>,
    keeping?: MaybeRefOrGetter<Keeping<EndpointOf<Paths, Name, Id>["answers"]>>,
  ): UseQueryReturnType<EndpointOf<Paths, Name, Id>["answers"], ApiError>;

  useQueryAnswer<Id extends QueryId<Paths, Name>>(
    id: Id,
    parameters: MaybeRefOrGetter<ParametersOf<Paths, Name, Id>>,
    options?: MaybeRefOrGetter<RunOptions>,
    keeping?: MaybeRefOrGetter<Keeping<QueryAnswer>>,
  ): UseQueryReturnType<QueryAnswer, ApiError>;

  useCreateRow<One extends TableName<Paths, Name>>(
    table: One,
  ): UseMutationReturnType<RowOf<Paths, Name, One>, ApiError, Creation<TableOf<Paths, Name, One>>, unknown>;
  useUpdateRow<One extends TableName<Paths, Name>>(
    table: One,
  ): UseMutationReturnType<RowOf<Paths, Name, One>, ApiError, Update<TableOf<Paths, Name, One>>, unknown>;
  useDeleteRow<One extends TableName<Paths, Name>>(
    table: One,
  ): UseMutationReturnType<void, ApiError, Deletion, unknown>;
  useCallEndpoint<Id extends EndpointId<Paths, Name>>(
    id: Id,
  ): UseMutationReturnType<
    EndpointOf<Paths, Name, Id>["answers"],
    ApiError,
    Call<EndpointOf<Paths, Name, Id>["takes"]>,
    unknown
  >;
  useRunOperation<Address extends OperationName<Paths, Name>>(
    name: Address,
  ): UseMutationReturnType<
    OperationOf<Paths, Name, Address>["answers"],
    ApiError,
    Run<OperationOf<Paths, Name, Address>["takes"]>,
    unknown
  >;
}

/** The composables of the first source, and what they go by. */
export interface Composables<Paths = unknown> extends SourceComposables<Paths> {
  /** Gives the components of an app a bridge: `app.use(VueQueryPlugin).use(BridgePlugin, bridge)`. */
  BridgePlugin: ObjectPlugin<[bridge: Bridge<Paths>]>;
  useBridge(): Bridge<Paths>;
  /** The composables of another source. */
  source<Name extends SourceName<Paths> & string>(name: Name): SourceComposables<Paths, Name>;
}

const BRIDGE: InjectionKey<Bridge> = Symbol("bridge");

/** Composables that know the names and types of `Paths`: what openapi-typescript makes of the bridge's document. */
export function createComposables<Paths = unknown>(): Composables<Paths> {
  const BridgePlugin: Composables["BridgePlugin"] = { install: (app, bridge) => app.provide(BRIDGE, bridge) };
  const composables: Composables = { BridgePlugin, useBridge, ...sourceComposables(""), source: sourceComposables };
  // What they do does not depend on the types: they are those of the document.
  return composables as unknown as Composables<Paths>;
}

function useBridge(): Bridge {
  const bridge = inject(BRIDGE);
  if (!bridge) throw new Error("The app does not use BridgePlugin.");
  return bridge;
}

function sourceComposables<Name extends string>(name: Name): SourceComposables<unknown, Name> {
  const useReads = () => createReads(useBridge(), name);
  const useRead = <Answer>(
    read: (reads: Reads<unknown, Name>) => Read<Answer>,
    keeping: MaybeRefOrGetter<Keeping<Answer> | undefined>,
  ) => {
    const reads = useReads();
    // Deep refs within, which these types allow beside plain values, are not offered.
    const kept = computed(() => ({ ...read(reads), ...toValue(keeping) }) as UseQueryOptions<Answer, ApiError>);
    return useQuery<Answer, ApiError>(kept);
  };
  return {
    useRows: (table, options, keeping) => useRead((reads) => reads.rows(table, now(options)), keeping),
    useInfiniteRows(table, options, keeping) {
      const reads = useReads();
      return useInfiniteQuery(computed(() => ({ ...reads.infiniteRows(table, now(options)), ...toValue(keeping) })));
    },
    useRow: (table, key, options, keeping) => useRead((reads) => reads.row(table, toValue(key), now(options)), keeping),
    useTotal: (table, options, keeping) => useRead((reads) => reads.total(table, now(options)), keeping),
    useGroups: (table, options, keeping) => useRead((reads) => reads.groups(table, now(options)), keeping),
    useEndpoint: (id, parameters, options, keeping) =>
      useRead((reads) => reads.endpoint(id, now(parameters), now(options)), keeping),
    useQueryAnswer: (id, parameters, options, keeping) =>
      useRead((reads) => reads.queryAnswer(id, now(parameters), now(options)), keeping),
    useCreateRow: (table) => useChange(createChanges(useBridge(), name).createRow(table)),
    useUpdateRow: (table) => useChange(createChanges(useBridge(), name).updateRow(table)),
    useDeleteRow: (table) => useChange(createChanges(useBridge(), name).deleteRow(table)),
    useCallEndpoint: (id) => useChange(createChanges(useBridge(), name).callEndpoint(id)),
    useRunOperation: (address) => useChange(createChanges(useBridge(), name).runOperation(address)),
  };
}

/** What is chosen now: a reactive object may be another by the time that it is sent. */
const now = <Options extends object | undefined>(options: MaybeRefOrGetter<Options>): Options => ({
  ...toValue(options),
});

/** A refused change, too, may mean that what is shown is old. */
function useChange<Takes, Answer>(change: Change<Takes, Answer>) {
  const { url } = useBridge();
  const kept = useQueryClient();
  return useMutation<Answer, ApiError, Takes>({
    mutationFn: change,
    onSettled: () => void kept.invalidateQueries({ queryKey: [url] }),
  });
}
