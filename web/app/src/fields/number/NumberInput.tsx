import type { InputProps } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";
import { parseNumber } from "./parseNumber";

export function NumberInput(props: InputProps) {
  const { column } = props.context;
  return (
    <DraftInput
      {...props}
      show={plainText}
      parse={(text) => parseNumber(text, column)}
      inputMode={column.type === "integer" ? "numeric" : "decimal"}
      align={props.inline ? "end" : "start"}
    />
  );
}
