import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Taken } from "../../../lib/endpointDraft";

const NUMBERS = new Set(["integer", "decimal", "float"]);

export interface ValueInputProps {
  label: string;
  /** Whether the label is to be seen. */
  labelled?: boolean;
  taken: Taken;
  text: string;
  onChange: (text: string) => void;
}

/** A value as text, which the bridge reads by the parameter's type: one of its options, yes or no, or anything. */
export function ValueInput({ label, labelled, taken, text, onChange }: ValueInputProps) {
  const { t } = useTranslation();
  const common = {
    size: "xs",
    value: text,
    ...(labelled ? { label } : { "aria-label": label }),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  const options =
    taken.type === "boolean"
      ? ["true", "false"].map((value) => ({ value, label: t(`endpoints.${value}`) }))
      : taken.options.map((value) => ({ value, label: value }));
  if (options.length === 0) {
    return <TextInput {...common} inputMode={NUMBERS.has(taken.type) ? "decimal" : undefined} spellCheck={false} />;
  }
  const none = labelled ? [{ value: "", label: t("endpoints.nothing") }] : [];
  return <NativeSelect {...common} data={[...none, ...options]} />;
}
