import type { InputProps } from "../field";
import { CopyButton } from "../parts/CopyButton";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";
import { parseUuid } from "./parseUuid";

export function UuidInput(props: InputProps) {
  const text = plainText(props.value);
  return (
    <DraftInput
      {...props}
      show={plainText}
      parse={parseUuid}
      mono
      right={text && !props.inline ? <CopyButton text={text} /> : undefined}
    />
  );
}
