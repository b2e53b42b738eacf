import { Maximize2 } from "lucide-react";
import { type CSSProperties, memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Row, Value } from "../api/types";
import type { CellNote } from "./cellProblems";
import { drawnIndexes } from "./columnWindow";
import { GridCell } from "./GridCell";
import styles from "./GridRow.module.css";
import type { GridColumn } from "./gridColumns";
import type { EditStart } from "./useCursor";

/** Where the cursor goes after an edit. */
export type AfterEdit = "stay" | "down" | "right";

export type RowAction =
  | { do: "check"; index: number; range: boolean }
  | { do: "open"; index: number }
  | { do: "commit"; value: Value; then: AfterEdit }
  | { do: "cancel" }
  | { do: "dismiss"; index: number; column: string };

export interface GridRowProps {
  index: number;
  /** Undefined while it is loading. */
  row: Row | undefined;
  columns: GridColumn[];
  pinned: number;
  /** The columns to draw besides the pinned ones, `end` being one past the last. */
  first: number;
  end: number;
  top: number;
  /** The column of the focused cell; -1 in every other row. */
  active: number;
  /** The selected columns; -1 where there are none. */
  selectedFrom: number;
  selectedTo: number;
  /** Null where rows have no key: then they can neither be ticked nor opened. */
  checked: boolean | null;
  editing: EditStart | null;
  notes: ReadonlyMap<string, CellNote> | null;
  /** Out of view, and here only because it has the focus. */
  away: boolean;
  act: (action: RowAction) => void;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, row, columns, pinned, first, end, active, checked, act } = props;
  const cell = (at: number): ReactNode => {
    const column = columns[at];
    if (column === undefined) return null;
    return (
      <GridCell
        key={column.name}
        at={at}
        column={column}
        row={row}
        index={index}
        pinned={at < pinned}
        active={at === active}
        selected={at >= props.selectedFrom && at <= props.selectedTo}
        editing={at === active ? props.editing : null}
        note={props.notes?.get(column.name) ?? null}
        act={act}
      />
    );
  };
  const drawn = drawnIndexes({ first, end }, active >= pinned ? active : null);
  const style: CSSProperties = { top: props.top };

  return (
    // biome-ignore lint/a11y/useFocusableInteractive: in a grid the cells take the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={checked ?? undefined}
      className={styles.row}
      style={style}
      data-row={index}
      data-checked={checked || undefined}
      data-raised={props.notes !== null || props.editing !== null || undefined}
      data-away={props.away || undefined}
    >
      <div className={styles.pinned} data-empty={pinned === 0 || undefined}>
        {checked !== null && <RowLead index={index} checked={checked} loaded={row !== undefined} act={act} />}
        {Array.from({ length: pinned }, (_, at) => cell(at))}
      </div>
      {drawn.map(cell)}
    </div>
  );
});

interface RowLeadProps {
  index: number;
  checked: boolean;
  loaded: boolean;
  act: (action: RowAction) => void;
}

function RowLead({ index, checked, loaded, act }: RowLeadProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the keyboard ticks by Shift+Space and opens by Space
    <div role="gridcell" aria-colindex={1} className={styles.lead}>
      <input
        type="checkbox"
        tabIndex={-1}
        className={styles.check}
        aria-label={t("grid.row.check", { row: index + 1 })}
        checked={checked}
        disabled={!loaded}
        onChange={(event) => act({ do: "check", index, range: (event.nativeEvent as MouseEvent).shiftKey })}
      />
      {loaded && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.open}
          aria-label={t("grid.row.open", { row: index + 1 })}
          title={t("grid.row.openHint")}
          onClick={() => act({ do: "open", index })}
        >
          <Maximize2 size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}
