import { parseFilled } from "../empty";
import type { Parsed } from "../field";

const DIGITS = /^[0-9a-f]{32}$/i;

/** With or without dashes and braces; the spelling that is typed stays, so that looking changes nothing. */
export function parseUuid(text: string): Parsed {
  return parseFilled(text, (filled) => {
    const plain = filled.replace(/[{}-]/g, "");
    return DIGITS.test(plain) ? { value: filled } : { problem: "fields.problem.uuid" };
  });
}
