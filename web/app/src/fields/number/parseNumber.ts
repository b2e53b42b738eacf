import type { Column } from "../../api/types";
import { parseFilled } from "../empty";
import type { Parsed } from "../field";
import { integerValue, isDecimal, isFloat, isInteger, isNonFinite, plainDigits } from "./decimal";

/** Integers and floats become numbers, where a number holds them; all else stays the text it is. */
export function parseNumber(text: string, column: Column): Parsed {
  return parseFilled(text, (filled) => {
    const digits = plainDigits(filled);
    if (column.type === "integer") {
      return isInteger(digits) ? { value: integerValue(digits) } : { problem: "fields.problem.integer" };
    }
    if (isNonFinite(filled)) return { value: filled };
    if (column.type === "float") {
      return isFloat(digits) ? { value: Number(digits) } : { problem: "fields.problem.number" };
    }
    return isDecimal(digits) ? { value: digits } : { problem: "fields.problem.number" };
  });
}
