import type { InputProps } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";

/** One line, or a text area as soon as the value has lines of its own: an `<input>` would drop them. */
export function TextInput(props: InputProps) {
  const multiline = typeof props.value === "string" && props.value.includes("\n");
  return <DraftInput {...props} show={plainText} parse={(text) => ({ value: text })} multiline={multiline} />;
}
