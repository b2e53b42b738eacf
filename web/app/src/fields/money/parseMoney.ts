import { parseFilled } from "../empty";
import type { FieldContext, Parsed } from "../field";
import { parseNumber } from "../number/parseNumber";
import { countOf, countsSmallest } from "./smallest";

/** What is typed as an amount; of counts, `digits` are those of the currency. */
export function parseMoney(text: string, context: FieldContext, digits: number | null): Parsed {
  if (!countsSmallest(context)) return parseNumber(text, context.column);
  return parseFilled(text, (filled) => countOf(filled, digits));
}
