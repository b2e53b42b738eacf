import { useTranslation } from "react-i18next";
import type { OrderItem } from "../api/rows";
import { columnsInView, drawnIndexes } from "./columnWindow";
import styles from "./GridHeader.module.css";
import { HeaderCell, type HeaderHandlers } from "./HeaderCell";
import { HEADER_ROW } from "./selection";
import { directionOf } from "./sortOrder";
import type { GridModel } from "./useGridModel";
import { useHeaderDrag } from "./useHeaderDrag";

interface GridHeaderProps {
  model: GridModel;
  order: readonly OrderItem[];
  handlers: HeaderHandlers;
  onMove: (name: string, before: string | null) => void;
  onCheckAll: () => void;
}

export function GridHeader({ model, order, handlers, onMove, onCheckAll }: GridHeaderProps) {
  const { layout, rows, cursor } = model;
  const drag = useHeaderDrag(model, onMove);
  const center = columnsInView(layout.boxes.slice(layout.pinned), rows.frame.left, rows.frame.width);
  const active = cursor.active.row === HEADER_ROW ? cursor.active.column : -1;

  const cell = (at: number) => {
    const column = layout.columns[at];
    if (column === undefined) return null;
    return (
      <HeaderCell
        key={column.name}
        at={at}
        column={column}
        width={layout.boxes[at]?.width ?? 0}
        pinned={at < layout.pinned}
        active={at === active}
        direction={directionOf(order, column.name)}
        rank={order.length > 1 ? order.findIndex((item) => item.column === column.name) + 1 : 0}
        handlers={handlers}
        drag={drag.handlersOf(at)}
      />
    );
  };
  const range = { first: layout.pinned + center.first, end: layout.pinned + center.end };

  return (
    <div role="rowgroup" className={styles.head} data-head>
      {/* biome-ignore lint/a11y/useFocusableInteractive: in a grid the cells take the focus */}
      <div role="row" aria-rowindex={1} className={styles.row}>
        <div className={styles.pinned} data-empty={layout.pinned === 0 || undefined}>
          {model.lead > 0 && <CheckAll model={model} onCheckAll={onCheckAll} />}
          {Array.from({ length: layout.pinned }, (_, at) => cell(at))}
        </div>
        {drawnIndexes(range, active >= layout.pinned ? active : null).map(cell)}
      </div>
      {drag.preview && (
        <>
          <div className={styles.drop} style={{ left: drag.preview.line }} />
          <div className={styles.ghost} style={{ left: drag.preview.x }}>
            {drag.preview.title}
          </div>
        </>
      )}
    </div>
  );
}

function CheckAll({ model, onCheckAll }: { model: GridModel; onCheckAll: () => void }) {
  const { t } = useTranslation();
  const loaded = model.rows.loaded();
  const ticked = loaded.filter((index) => model.checkedAt(index)).length;
  const all = ticked > 0 && ticked === loaded.length;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the keyboard ticks all by Ctrl+A
    <div role="columnheader" aria-colindex={1} className={styles.lead}>
      <input
        type="checkbox"
        tabIndex={-1}
        className={styles.check}
        aria-label={t("grid.head.checkAll")}
        checked={all}
        ref={(input) => {
          if (input) input.indeterminate = !all && model.selection.keys.size > 0;
        }}
        disabled={loaded.length === 0}
        onChange={onCheckAll}
      />
    </div>
  );
}
