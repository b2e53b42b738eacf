import type { Value } from "../../api/types";
import type { InputProps, Parsed } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";

/** Types without an editor of their own: the text that the database takes and gives. */
export function OtherInput(props: InputProps) {
  const structured = typeof props.value === "object" && props.value !== null;
  return <DraftInput {...props} show={plainText} parse={structured ? parseJson : parseText} mono />;
}

export const parseText = (text: string): Parsed => ({ value: text === "" ? null : text });

function parseJson(text: string): Parsed {
  if (text.trim() === "") return { value: null };
  try {
    return { value: JSON.parse(text) as Value };
  } catch {
    return { problem: "fields.problem.json" };
  }
}
