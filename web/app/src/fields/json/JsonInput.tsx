import type { InputProps } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { parseJson, showJson } from "./parseJson";

export function JsonInput(props: InputProps) {
  return <DraftInput {...props} show={showJson} parse={parseJson} mono multiline />;
}
