import type { Row } from "../../api/types";
import type { FieldContext } from "../field";

const CODE = /^[A-Z]{3}$/;

/** From the settings, else from a column of the row that says it; "" where nobody knows. */
export function currencyOf(context: FieldContext, row: Row | undefined): string {
  for (const said of [context.options.currency, row?.currency, row?.currency_code]) {
    if (typeof said === "string" && CODE.test(said.toUpperCase())) return said.toUpperCase();
  }
  return "";
}
