import { skipToken, useQuery } from "@tanstack/react-query";
import type { StoredFile } from "../../api/files";
import { rowKey } from "../../api/rows";
import type { Row, Value } from "../../api/types";
import type { FieldContext } from "../field";
import { fileQuery } from "./addresses";
import { fileName } from "./path";
import { sentFile } from "./sentFiles";

export interface ShownFile {
  name: string;
  /** What is known of it; null where that is nothing but the name. */
  stored: StoredFile | null;
  /** `gone`: the person may not see it, or it is no longer there. `unknown`: no row was asked for it. */
  state: "here" | "asking" | "gone" | "failed" | "unknown";
}

interface Named {
  context: FieldContext;
  value: Value | undefined;
  row?: Row;
}

/** The file that a value names; null where it names none. */
export function useFile({ context, value, row }: Named, width: number): ShownFile | null {
  const { source: ref, column } = context;
  const name = fileName(value);
  const path = typeof value === "string" ? value : "";
  const sent = sentFile(path);
  const key = row && column.file && name !== null && !sent ? rowKey(ref.table, row) : null;
  const query = useQuery({
    ...fileQuery({ ref, column: column.name, width }, key ?? "", path),
    ...(key === null && { queryFn: skipToken, refetchInterval: false as const }),
  });
  if (name === null) return null;
  if (sent) return { name: sent.name, stored: sent, state: "here" };
  if (key === null) return { name, stored: null, state: "unknown" };
  if (query.data) return { name, stored: query.data, state: "here" };
  if (query.isError) return { name, stored: null, state: "failed" };
  return { name, stored: null, state: query.isPending ? "asking" : "gone" };
}
