import type { TFunction } from "i18next";
import { ArrowDown, ArrowUp, ChevronDown } from "lucide-react";
import type { MouseEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { clampWidth } from "./columnState";
import styles from "./GridHeader.module.css";
import type { GridColumn } from "./gridColumns";
import { cellStyle } from "./gridGeometry";
import { ResizeHandle } from "./ResizeHandle";
import type { SortDirection } from "./sortOrder";

export interface HeaderHandlers {
  onSort: (name: string, add: boolean) => void;
  onMenu: (at: number, anchor: HTMLElement) => void;
  /** While it is dragged; null once it is let go or given up. */
  onResizing: (name: string, width: number | null) => void;
  onResized: (name: string, width: number) => void;
  onAutoSize: (name: string) => void;
}

export interface HeaderDragHandlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onPointerCancel: () => void;
  /** True for the click that ends a drag. */
  swallowsClick: () => boolean;
}

interface HeaderCellProps {
  at: number;
  column: GridColumn;
  width: number;
  pinned: boolean;
  active: boolean;
  direction: SortDirection;
  /** Its place in an order by several columns, from 1; 0 otherwise. */
  rank: number;
  handlers: HeaderHandlers;
  drag: HeaderDragHandlers;
}

export function HeaderCell({ at, column, width, pinned, active, direction, rank, handlers, drag }: HeaderCellProps) {
  const { t } = useTranslation();
  const { swallowsClick, ...dragHandlers } = drag;
  const onClick = (event: MouseEvent) => {
    if (!swallowsClick() && column.column.sortable) handlers.onSort(column.name, event.shiftKey);
  };
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens to keys for all its cells
    <div
      role="columnheader"
      aria-colindex={at + 2}
      aria-sort={direction ?? (column.column.sortable ? "none" : undefined)}
      aria-description={active ? t("grid.head.keys") : undefined}
      title={hint(column, direction, t)}
      tabIndex={active ? 0 : -1}
      className={styles.cell}
      style={cellStyle(at, pinned)}
      data-cell={at}
      data-align={column.field.align}
      data-sortable={column.column.sortable || undefined}
      data-active={active || undefined}
      onClick={onClick}
      {...dragHandlers}
    >
      <span className={styles.title}>{column.title}</span>
      {direction && (
        <span className={styles.sort} aria-hidden>
          <Arrow size={13} />
          {rank > 0 && <span className={styles.rank}>{rank}</span>}
        </span>
      )}
      <button
        type="button"
        tabIndex={-1}
        className={styles.menu}
        aria-label={t("grid.head.menu", { column: column.title })}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation();
          handlers.onMenu(at, event.currentTarget);
        }}
      >
        <ChevronDown size={14} aria-hidden />
      </button>
      <ResizeHandle
        width={width}
        onResizing={(next) => handlers.onResizing(column.name, next === null ? null : clampWidth(next))}
        onResized={(next) => handlers.onResized(column.name, clampWidth(next))}
        onAutoSize={() => handlers.onAutoSize(column.name)}
      />
    </div>
  );
}

/** What is known about the column, and where an order puts the rows without a value. */
function hint({ column, context }: GridColumn, direction: SortDirection, t: TFunction): string | undefined {
  const last = context.source.table.engine === "postgresql" ? direction === "ascending" : direction === "descending";
  const empty = direction && column.nullable ? t(last ? "grid.head.emptyLast" : "grid.head.emptyFirst") : "";
  return [column.comment, empty].filter(Boolean).join("\n") || undefined;
}
