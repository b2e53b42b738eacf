import type { TFunction } from "i18next";
import { formatCount } from "../ui/formatters";

/** "1,234 rows"; of 0, which are not counted yet, "the rows that match". */
export function rowsText(count: number, t: TFunction): string {
  return count === 0 ? t("record.matching") : t("table.rows", { count, formatted: formatCount(count) });
}
