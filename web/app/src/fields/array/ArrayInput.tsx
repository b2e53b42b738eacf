import type { InputProps } from "../field";
import { showJson } from "../json/parseJson";
import { DraftInput } from "../parts/DraftInput";
import { parseArray } from "./parseArray";

export function ArrayInput(props: InputProps) {
  const { item } = props.context.column;
  return <DraftInput {...props} show={showJson} parse={(text) => parseArray(text, item)} mono multiline />;
}
