import type { InputProps } from "../field";
import { MomentInput } from "../moment/MomentInput";
import { parseStamp, showStamp } from "./stamp";

export function TimestampInput(props: InputProps) {
  return <MomentInput {...props} show={showStamp} parse={parseStamp} timed />;
}
