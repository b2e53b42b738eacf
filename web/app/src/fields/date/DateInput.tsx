import type { InputProps } from "../field";
import { MomentInput } from "../moment/MomentInput";
import { parseDay } from "./parseDay";

export function DateInput(props: InputProps) {
  return <MomentInput {...props} show={(stored) => stored} parse={parseDay} timed={false} />;
}
