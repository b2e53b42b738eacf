import { useQuery } from "@tanstack/react-query";
import { sourcesQuery } from "../../api/sources";
import type { TableRef } from "../../api/tables";
import { SourceDot } from "../../ui/SourceDot";

interface TableSourceProps {
  target: TableRef;
  /** What stands behind the dot, by the source's title. */
  text?: (source: string) => string;
}

/** The colour, and where wanted the name, of the source that a table is of. */
export function TableSource({ target: { project, bridge, table }, text }: TableSourceProps) {
  const sources = useQuery(sourcesQuery(project, bridge));
  const source = sources.data?.find(({ name }) => name === table.source);
  const title = table.source ? (source?.title ?? table.source) : bridge.name;
  return (
    <>
      <SourceDot colour={source?.colour} />
      {text?.(title)}
    </>
  );
}
