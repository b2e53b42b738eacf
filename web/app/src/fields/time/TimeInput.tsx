import type { InputProps } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";
import { parseClock } from "./parseClock";

export function TimeInput(props: InputProps) {
  return <DraftInput {...props} show={plainText} parse={parseClock} />;
}
