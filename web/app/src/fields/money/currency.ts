import type { Row } from "../../api/types";
import { own } from "../../lib/own";
import type { FieldContext } from "../field";

const CODE = /^[A-Z]{3}$/;

/** From the settings, else from the column of the row that says it; "" where nobody knows. */
export function currencyOf(context: FieldContext, row: Row | undefined): string {
  const { money } = context.column;
  const inRow = money ? [own(row, money)] : [row?.currency, row?.currency_code];
  for (const said of [context.options.currency, ...inRow]) {
    if (typeof said === "string" && CODE.test(said.toUpperCase())) return said.toUpperCase();
  }
  return "";
}
