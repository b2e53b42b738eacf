import type { InputProps } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";

export function LongTextInput(props: InputProps) {
  return <DraftInput {...props} show={plainText} parse={(text) => ({ value: text })} multiline />;
}
