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
  type ReadingId,
  type ReadingOptions,
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
  type UseInfiniteQueryOptions,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { createContext, createElement, type ReactNode, useContext } from "react";

/** What TanStack Query may be told of one query: `enabled`, `staleTime`, `placeholderData`, … */
export type Keeping<Answer> = Omit<UseQueryOptions<Answer, ApiError>, "queryKey" | "queryFn">;
type KeepingPages<Shown> = Omit<
  UseInfiniteQueryOptions<Page<Shown>, ApiError, InfiniteData<Page<Shown>, string>, readonly unknown[], string>,
  "queryKey" | "queryFn" | "initialPageParam" | "getNextPageParam"
>;

/** The hooks of one source. After every change, all that is shown of the bridge is read anew. */
export interface SourceHooks<Paths = unknown, Name extends string = ""> {
  /** One page of a table. */
  useRows<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    options?: RowsOptions<RowOf<Paths, Name, One>, Selected, Expanded>,
    keeping?: Keeping<Page<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>>,
  ): UseQueryResult<Page<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>, ApiError>;

  /** One page after the other, by cursor. */
  useInfiniteRows<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    options?: PagesOptions<RowOf<Paths, Name, One>, Selected, Expanded>,
    keeping?: KeepingPages<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>,
  ): UseInfiniteQueryResult<InfiniteData<Page<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>, string>, ApiError>;

  useRow<
    One extends TableName<Paths, Name>,
    Selected extends ColumnPath<RowOf<Paths, Name, One>> = never,
    Expanded extends RelationPath<RowOf<Paths, Name, One>> = never,
  >(
    table: One,
    key: Key,
    options?: RowOptions<Selected, Expanded>,
    keeping?: Keeping<Shown<RowOf<Paths, Name, One>, Selected, Expanded>>,
  ): UseQueryResult<Shown<RowOf<Paths, Name, One>, Selected, Expanded>, ApiError>;

  useTotal<One extends TableName<Paths, Name>>(
    table: One,
    options: TotalOptions<RowOf<Paths, Name, One>>,
    keeping?: Keeping<Measured>,
  ): UseQueryResult<Measured, ApiError>;

  useGroups<One extends TableName<Paths, Name>>(
    table: One,
    options: GroupsOptions<RowOf<Paths, Name, One>>,
    keeping?: Keeping<Groups>,
  ): UseQueryResult<Groups, ApiError>;

  /** What an endpoint answers that changes nothing; others are called by `useCallEndpoint`. */
  useEndpoint<Id extends ReadingId<Paths, Name>>(
    id: Id,
    parameters: EndpointOf<Paths, Name, Id>["takes"],
    options?: ReadingOptions,
    keeping?: Keeping<EndpointOf<Paths, Name, Id>["answers"]>,
  ): UseQueryResult<EndpointOf<Paths, Name, Id>["answers"], ApiError>;

  useQueryAnswer<Id extends QueryId<Paths, Name>>(
    id: Id,
    parameters: ParametersOf<Paths, Name, Id>,
    options?: RunOptions,
    keeping?: Keeping<QueryAnswer>,
  ): UseQueryResult<QueryAnswer, ApiError>;

  useCreateRow<One extends TableName<Paths, Name>>(
    table: One,
  ): UseMutationResult<RowOf<Paths, Name, One>, ApiError, Creation<TableOf<Paths, Name, One>>>;
  useUpdateRow<One extends TableName<Paths, Name>>(
    table: One,
  ): UseMutationResult<RowOf<Paths, Name, One>, ApiError, Update<TableOf<Paths, Name, One>>>;
  useDeleteRow<One extends TableName<Paths, Name>>(table: One): UseMutationResult<void, ApiError, Deletion>;
  useCallEndpoint<Id extends EndpointId<Paths, Name>>(
    id: Id,
  ): UseMutationResult<EndpointOf<Paths, Name, Id>["answers"], ApiError, Call<EndpointOf<Paths, Name, Id>["takes"]>>;
  useRunOperation<Address extends OperationName<Paths, Name>>(
    name: Address,
  ): UseMutationResult<
    OperationOf<Paths, Name, Address>["answers"],
    ApiError,
    Run<OperationOf<Paths, Name, Address>["takes"]>
  >;
}

/** The hooks of the first source, and what they go by. */
export interface Hooks<Paths = unknown> extends SourceHooks<Paths> {
  /** Gives every component below it a bridge; a `QueryClientProvider` stands above. */
  BridgeProvider(props: { bridge: Bridge<Paths>; children?: ReactNode }): ReactNode;
  useBridge(): Bridge<Paths>;
  /** The hooks of another source. */
  source<Name extends SourceName<Paths> & string>(name: Name): SourceHooks<Paths, Name>;
}

const BridgeContext = createContext<Bridge | null>(null);

/** Hooks that know the names and types of `Paths`: what openapi-typescript makes of the bridge's document. */
export function createHooks<Paths = unknown>(): Hooks<Paths> {
  const hooks: Hooks = { BridgeProvider, useBridge, ...sourceHooks(""), source: sourceHooks };
  // What they do does not depend on the types: they are those of the document.
  return hooks as unknown as Hooks<Paths>;
}

function BridgeProvider({ bridge, children }: { bridge: Bridge; children?: ReactNode }) {
  return createElement(BridgeContext.Provider, { value: bridge }, children);
}

function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error("There is no BridgeProvider above this component.");
  return bridge;
}

function sourceHooks<Name extends string>(name: Name): SourceHooks<unknown, Name> {
  const useReads = () => createReads(useBridge(), name);
  return {
    useRows: (table, options, keeping) => useQuery({ ...useReads().rows(table, options), ...keeping }),
    useInfiniteRows: (table, options, keeping) =>
      useInfiniteQuery({ ...useReads().infiniteRows(table, options), ...keeping }),
    useRow: (table, key, options, keeping) => useQuery({ ...useReads().row(table, key, options), ...keeping }),
    useTotal: (table, options, keeping) => useQuery({ ...useReads().total(table, options), ...keeping }),
    useGroups: (table, options, keeping) => useQuery({ ...useReads().groups(table, options), ...keeping }),
    useEndpoint: (id, parameters, options, keeping) =>
      useQuery({ ...useReads().endpoint(id, parameters, options), ...keeping }),
    useQueryAnswer: (id, parameters, options, keeping) =>
      useQuery({ ...useReads().queryAnswer(id, parameters, options), ...keeping }),
    useCreateRow: (table) => useChange(createChanges(useBridge(), name).createRow(table)),
    useUpdateRow: (table) => useChange(createChanges(useBridge(), name).updateRow(table)),
    useDeleteRow: (table) => useChange(createChanges(useBridge(), name).deleteRow(table)),
    useCallEndpoint: (id) => useChange(createChanges(useBridge(), name).callEndpoint(id)),
    useRunOperation: (address) => useChange(createChanges(useBridge(), name).runOperation(address)),
  };
}

/** A refused change, too, may mean that what is shown is old. */
function useChange<Takes, Answer>(change: Change<Takes, Answer>): UseMutationResult<Answer, ApiError, Takes> {
  const { url } = useBridge();
  const kept = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => void kept.invalidateQueries({ queryKey: [url] }) });
}
