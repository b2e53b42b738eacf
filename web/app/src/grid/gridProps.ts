import type { FilterItem, ListView, TableRef, ViewChange } from "../api/rows";
import type { ColumnState } from "./columnState";
import type { Total } from "./rowPages";
import type { Density } from "./rowWindow";

/** What people say of a column that its source does not. */
export type Declared = "relation" | "files";

export interface DataGridProps {
  source: TableRef;
  view: ListView;
  onViewChange: (change: ViewChange) => void;
  columnState: ColumnState;
  onColumnStateChange: (state: ColumnState) => void;
  /** A row was asked for, by its key. */
  onOpen: (key: string) => void;
  /** How many rows the view has; null while nobody knows at all. */
  onTotal: (total: Total | null) => void;
  /** A cell or a head suggested a filter. */
  onFilter: (item: FilterItem) => void;
  /** A column was chosen to name the rows; left out where that is not for this person to choose. */
  onName?: (column: string) => void;
  /** A column was chosen to lead to another table, or to hold files; left out where that is not for this person to choose. */
  onDeclare?: (column: string, as: Declared) => void;
  /** The keys of the ticked rows. */
  onSelectionChange?: (keys: ReadonlySet<string>) => void;
  density?: Density;
}
