import "../i18n/grid";
import { useMediaQuery } from "@mantine/hooks";
import { CardList } from "./CardList";
import type { DataGridProps } from "./gridProps";
import { TableGrid } from "./TableGrid";

export type { ColumnState } from "./columnState";
export type { DataGridProps } from "./gridProps";

const PHONE = "(max-width: 640px)";

/** Rows of any table, however many: a grid, or cards where there is no room for one. */
export function DataGrid(props: DataGridProps) {
  const phone = useMediaQuery(PHONE, window.matchMedia(PHONE).matches);
  const { bridge, table } = props.source;
  const key = `${bridge.id}\n${table.model}`;
  return phone ? <CardList key={key} {...props} /> : <TableGrid key={key} {...props} />;
}
