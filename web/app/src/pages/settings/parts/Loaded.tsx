import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "../../../ui/ErrorState";
import { SkeletonRows } from "../../../ui/SkeletonRows";

export interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** What failed, where it does. */
  failed: string;
  children: (data: T) => ReactNode;
}

/** What was asked for, once it is here. */
export function Loaded<T>({ query, failed, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState title={failed} error={query.error} onRetry={() => void query.refetch()} />;
  return <SkeletonRows />;
}
