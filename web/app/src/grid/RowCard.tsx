import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../api/types";
import styles from "./CardList.module.css";
import type { CardFields } from "./cardFields";
import { cellText, cellValue, type GridColumn } from "./gridColumns";

interface RowCardProps {
  index: number;
  /** -1 where nobody knows. */
  total: number;
  row: Row | undefined;
  fields: CardFields;
  top: number;
  /** Null where rows have no key. */
  onOpen: ((index: number) => void) | null;
}

export const RowCard = memo(function RowCard({ index, total, row, fields, top, onOpen }: RowCardProps) {
  const { t } = useTranslation();
  const { title, pill, picture, more } = fields;
  if (row === undefined || title === null) {
    return (
      <li className={styles.card} style={{ top }} aria-setsize={total} aria-posinset={index + 1}>
        <span className={styles.skeleton} />
        <span className={styles.skeleton} />
      </li>
    );
  }
  const name = cellText(title, row) || "–";
  return (
    <li
      className={styles.card}
      style={{ top }}
      aria-setsize={total}
      aria-posinset={index + 1}
      data-picture={picture !== null || undefined}
    >
      {picture && <CardPicture column={picture} row={row} />}
      <div className={styles.top}>
        {onOpen ? (
          <button
            type="button"
            className={styles.open}
            aria-label={t("grid.card.open", { name })}
            onClick={() => onOpen(index)}
          >
            {name}
          </button>
        ) : (
          <span className={styles.name}>{name}</span>
        )}
        {pill && <CardValue column={pill} row={row} />}
      </div>
      <dl className={styles.more}>
        {more.map((column) => (
          <div key={column.name}>
            <dt>{column.title}</dt>
            <dd>
              <CardValue column={column} row={row} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
});

/** Its place stays where a row has none: names stand below each other. */
function CardPicture({ column, row }: { column: GridColumn; row: Row }): ReactNode {
  const { Picture } = column.field;
  const value = cellValue(column, row);
  return (
    <span className={styles.picture}>
      {Picture && value !== null && <Picture context={column.context} value={value} row={row} />}
    </span>
  );
}

function CardValue({ column, row }: { column: GridColumn; row: Row }): ReactNode {
  const { Cell } = column.field;
  const value = cellValue(column, row);
  if (value === null) return <span className={styles.null}>–</span>;
  return (
    <span className={styles.value}>
      <Cell context={column.context} value={value} row={row} />
    </span>
  );
}
