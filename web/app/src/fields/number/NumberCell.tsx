import type { CellProps } from "../field";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";
import { formatDecimal } from "./decimal";

export function NumberCell({ context, value }: CellProps) {
  const { column } = context;
  const text = plainText(value);
  // Years, house numbers and keys are counted, not added up: no separators in them.
  const label = column.type === "integer" && isLabel(column.name, context.table.key);
  return <span className={styles.number}>{label ? text : formatDecimal(text)}</span>;
}

function isLabel(name: string, key: string[]): boolean {
  return key.includes(name) || /(^|_)(id|year|number|no|code|zip|port|version)$/i.test(name);
}
