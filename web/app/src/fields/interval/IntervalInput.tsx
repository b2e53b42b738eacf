import type { InputProps } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";
import { parseInterval } from "./parseInterval";

export function IntervalInput(props: InputProps) {
  return (
    <DraftInput {...props} show={plainText} parse={parseInterval} placeholder={props.placeholder ?? "P1DT2H30M"} />
  );
}
