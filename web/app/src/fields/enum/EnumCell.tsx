import type { CellProps } from "../field";
import { plainText } from "../plainText";
import { OptionPill } from "./OptionPill";

export function EnumCell({ value }: CellProps) {
  if (value === null || value === undefined || value === "") return null;
  return <OptionPill option={plainText(value)} />;
}
