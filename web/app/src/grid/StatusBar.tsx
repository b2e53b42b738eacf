import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { ListView, ViewChange } from "../api/rows";
import { formatCount, formatNumber } from "../ui/formatters";
import { cellValue } from "./gridColumns";
import { LazyWhereFound } from "./LazyWhereFound";
import { RowsFailed } from "./RowsFailed";
import { SelectionBar } from "./SelectionBar";
import styles from "./StatusBar.module.css";
import { cellCount, HEADER_ROW, rangeNumbers } from "./selection";
import { selectedRange } from "./useCursor";
import type { GridModel } from "./useGridModel";

const DIGITS = 4;

interface StatusBarProps {
  model: GridModel;
  view: ListView;
  onViewChange: (change: ViewChange) => void;
}

/** What is ticked on the left, what the selected cells add up to on the right. */
export function StatusBar({ model, view, onViewChange }: StatusBarProps) {
  const { t } = useTranslation();
  const { rows, cursor, selection, source } = model;
  const range = selectedRange(cursor);
  return (
    <div className={styles.bar}>
      {selection.chosen ? (
        <SelectionBar model={model} view={view} chosen={selection.chosen} />
      ) : (
        <span className={styles.part}>{placeText(model, t)}</span>
      )}
      {(rows.scanned !== undefined || rows.behind) && (
        <span className={styles.part}>
          <LazyWhereFound source={source} view={view} rows={rows} onViewChange={onViewChange} />
        </span>
      )}
      {rows.note !== undefined && (
        <span className={styles.part} role="status">
          {rows.note}
        </span>
      )}
      <RowsFailed rows={rows} />
      {range && <RangeNumbersText model={model} cells={cellCount(range)} />}
    </div>
  );
}

function placeText({ rows, cursor }: GridModel, t: TFunction): string {
  if (rows.total === null) return "";
  const total = formatCount(rows.total.rows);
  const row = formatCount(cursor.active.row + 1);
  if (cursor.active.row === HEADER_ROW) return t(`grid.status.total.${rows.total.kind}`, { total });
  return t(`grid.status.row.${rows.total.kind}`, { row, total });
}

function RangeNumbersText({ model, cells }: { model: GridModel; cells: number }) {
  const { t } = useTranslation();
  const numbers = numbersOf(model);
  if (numbers === null) return null;
  return (
    <span className={styles.numbers} role="status">
      <span>{t("grid.status.cells", { count: cells, cells: formatCount(cells) })}</span>
      {numbers.missing > 0 && <span>{t("grid.status.missing", { count: numbers.missing })}</span>}
      {numbers.sum !== null && (
        <>
          <span>
            {t("grid.status.sum")} <b>{formatNumber(numbers.sum)}</b>
          </span>
          <span>
            {t("grid.status.average")} <b>{formatNumber(String(round(numbers.average ?? 0)))}</b>
          </span>
        </>
      )}
      <span>
        {t("grid.status.count")} <b>{formatCount(numbers.count)}</b>
      </span>
    </span>
  );
}

function round(value: number): number {
  return Number(value.toFixed(DIGITS));
}

/** The numbers of the selected cells that are loaded, and how many rows are not. */
function numbersOf({ rows, layout, cursor }: GridModel) {
  const range = selectedRange(cursor);
  if (range === null) return null;
  const columns = layout.columns.slice(range.left, range.right + 1);
  const here = rows.loaded().filter((index) => index >= range.top && index <= range.bottom);
  const lines = here.map((index) => rows.rowAt(index)).filter((row) => row !== undefined);
  const values = lines.flatMap((row) => columns.map((column) => cellValue(column, row)));
  const adding = columns.filter((column) => column.adds);
  const numbers = lines.flatMap((row) => adding.map((column) => cellValue(column, row)));
  return { ...rangeNumbers(values, numbers), missing: range.bottom - range.top + 1 - lines.length };
}
