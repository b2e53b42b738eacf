import { lazy, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { own } from "../../lib/own";
import { useOpenRecord } from "../../record/OpenRecord";
import type { CellProps } from "../field";
import cells from "../parts/cell.module.css";
import { HoverCard, useHover } from "../parts/HoverCard";
import { TableSource } from "../parts/TableSource";
import { plainText } from "../plainText";
import { expandedRow, foreignKey, nameOf, relatedKey, targetOf } from "./related";
import styles from "./relation.module.css";

const RelationCard = lazy(() => import("./RelationCard").then((module) => ({ default: module.RelationCard })));

/** The name of the related row. Hovering shows more of it, a click opens it. */
export function RelationCell({ context, value, row }: CellProps) {
  const { t } = useTranslation();
  const openRecord = useOpenRecord();
  const hover = useHover();
  const target = targetOf(context);
  const values = foreignKey(context, value, row);
  if (!target || !values) return <span className={cells.line}>{plainText(value)}</span>;

  const related = expandedRow(context, row);
  // A source that did not answer leaves the name out; null would say that there is no such row.
  const unknown = context.relation?.source !== undefined && own(row, context.relation.name) === undefined;
  const name = related ? nameOf(target, related) : plainText(value);
  const key = relatedKey(context, target, values, related);

  const open = (event: MouseEvent) => {
    // Alt-click filters by the value and Shift-click selects: those are the grid's.
    if (event.altKey || event.shiftKey || event.ctrlKey || event.metaKey || key === null) return;
    event.preventDefault();
    event.stopPropagation();
    hover.close();
    openRecord?.open(target.table.model, key);
  };

  return (
    <span className={styles.cell} title={unknown ? t("fields.relation.unknown") : undefined} {...hover.on}>
      {context.relation?.source !== undefined && <TableSource target={target} />}
      {openRecord && key !== null ? (
        <a
          className={styles.name}
          href={openRecord.href?.(target.table.model, key) ?? "#"}
          tabIndex={-1}
          onClick={open}
        >
          {name}
        </a>
      ) : (
        <span className={styles.name}>{name}</span>
      )}
      <HoverCard hover={hover}>
        <RelationCard context={context} target={target} values={values} name={name} />
      </HoverCard>
    </span>
  );
}
