import type { InputProps } from "../field";
import { parseJson } from "../json/parseJson";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";
import { parseText } from "./parseText";

/** Types without an editor of their own: the text that the database takes and gives. */
export function OtherInput(props: InputProps) {
  const structured = typeof props.value === "object" && props.value !== null;
  return <DraftInput {...props} show={plainText} parse={structured ? parseJson : parseText} mono />;
}
