/** Who did what: to rows, as the bridge keeps it, and to people and settings, as control does. */

import { sourcePath } from "@jetway/core";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { bridgeRequest, bridgeResponse } from "./client";
import { projectRequest } from "./project";
import type { Bridge, Row, Value } from "./types";

export interface AuditActor {
  id: string;
  name: string;
  role: string;
}

interface Line {
  id: number;
  /** ISO 8601, UTC. */
  at: string;
  actor: AuditActor;
}

/** What was done through a bridge. */
export interface DataEvent extends Line {
  way: string;
  action: string;
  table?: string;
  /** Of one row; else `rows` counts them. */
  key?: string;
  rows?: number;
  from?: Row;
  to?: Row;
  /** What a change of a source or a try of one was sent. */
  sent?: Row;
  [detail: string]: Value | Row | AuditActor | undefined;
}

/** What was done in the project. */
export interface ControlEvent extends Line {
  action: string;
  subject: string;
  details: { [name: string]: Value };
}

interface Page<Event> {
  results: Event[];
  next: string | null;
}

export interface DataFilter {
  /** Each source tells of its own tables; without one, the first. */
  source?: string;
  table?: string;
  action?: string;
  person?: string;
  /** Days, both included. */
  from?: string;
  to?: string;
}

/** The start of a day of this browser, as a moment; `days` later. */
function moment(day: string, days: number): string {
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + days);
  return start.toISOString();
}

const auditPath = ({ source = "" }: DataFilter) => `${sourcePath(source)}audit/`;

export function auditParams(filter: DataFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ["table", "action", "person"] as const) {
    const value = filter[name];
    if (value) params.set(name, value);
  }
  if (filter.from) params.set("from", moment(filter.from, 0));
  if (filter.to) params.set("to", moment(filter.to, 1));
  return params;
}

export const dataEventsQuery = (project: string, bridge: Bridge, filter: DataFilter) =>
  infiniteQueryOptions({
    queryKey: ["dataEvents", project, bridge.id, filter] as const,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = auditParams(filter);
      if (pageParam !== null) params.set("_cursor", pageParam);
      return bridgeRequest<Page<DataEvent>>(project, bridge, auditPath(filter), { params, signal });
    },
    getNextPageParam: (page) => page.next,
  });

export const controlEventsQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: ["controlEvents", project] as const,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams(pageParam === null ? {} : { cursor: pageParam });
      return projectRequest<Page<ControlEvent>>(project, "audit/", { params, signal });
    },
    getNextPageParam: (page) => page.next,
  });

/** All that the filter finds, as a CSV file. */
export async function exportDataEvents(project: string, bridge: Bridge, filter: DataFilter): Promise<Blob> {
  const params = auditParams(filter);
  params.set("_format", "csv");
  const headers = { Accept: "*/*" };
  const path = `${auditPath(filter)}export/`;
  return (await bridgeResponse(project, bridge, path, { params, headers, lasting: true })).blob();
}
