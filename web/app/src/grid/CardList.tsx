import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { tableTitle } from "../api/tables";
import styles from "./CardList.module.css";
import { cardFields } from "./cardFields";
import { GridState } from "./GridState";
import { baseRow, CARD_HEIGHT } from "./gridGeometry";
import type { DataGridProps } from "./gridProps";
import { LazyWhereFound } from "./LazyWhereFound";
import { RowCard } from "./RowCard";
import { RowsFailed } from "./RowsFailed";
import { trackOf } from "./rowWindow";
import { useEvent } from "./useEvent";
import { useGridModel } from "./useGridModel";

const FIRST_CARDS = 8;

/** The rows of a phone: one card each, with what names the row and three fields more. */
export function CardList(props: DataGridProps) {
  const { view, onViewChange, onOpen } = props;
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const model = useGridModel(props, element, { rowHeight: CARD_HEIGHT, head: 0 });
  const { rows, source, layout } = model;
  const fields = useMemo(() => cardFields(layout.columns), [layout.columns]);
  const open = useEvent((index: number) => {
    const key = model.keyAt(index);
    if (key !== null) onOpen(key);
  });
  const total = rows.total?.rows ?? FIRST_CARDS;
  const end = rows.total === null ? total : rows.frame.rows.end;
  const { first } = rows.frame.rows;
  const base = baseRow(first);
  const keyed = source.table.key.length > 0;

  return (
    <div className={styles.list}>
      <div ref={element} className={styles.scroller}>
        <div style={{ height: trackOf(total, CARD_HEIGHT, 0).length }} className={styles.track}>
          <ul
            aria-label={tableTitle(source.table, source.settings)}
            aria-busy={rows.stale || rows.total === null}
            className={styles.canvas}
            style={{ top: rows.frame.shift + base * CARD_HEIGHT }}
            data-stale={rows.stale || undefined}
          >
            {Array.from({ length: Math.max(0, end - first) }, (_, step) => first + step).map((index) => (
              <RowCard
                key={index}
                index={index}
                total={rows.total?.kind === "exact" ? rows.total.rows : -1}
                row={rows.rowAt(index)}
                fields={fields}
                top={(index - base) * CARD_HEIGHT}
                onOpen={keyed ? open : null}
              />
            ))}
          </ul>
        </div>
      </div>
      {(rows.scanned !== undefined || rows.behind) && (
        <p className={styles.below}>
          <LazyWhereFound source={source} view={view} rows={rows} onViewChange={onViewChange} />
        </p>
      )}
      {rows.note !== undefined && (
        <p className={styles.below} role="status">
          {rows.note}
        </p>
      )}
      <p className={styles.below}>
        <RowsFailed rows={rows} />
      </p>
      <GridState
        model={model}
        view={view}
        onClearFilters={() => onViewChange((old) => ({ ...old, filters: [], search: "" }))}
      />
      <span className={styles.hint} aria-live="polite">
        {rows.stale ? t("grid.status.loading") : ""}
      </span>
    </div>
  );
}
