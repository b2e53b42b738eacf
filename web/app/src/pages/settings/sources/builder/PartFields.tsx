import { NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PartValue } from "../../../../api/descriptions";
import styles from "./builder.module.css";
import { PairsInput } from "./PairsInput";
import type { PartField } from "./parts";

export interface PartFieldsProps {
  /** Under which name the texts have its fields. */
  of: "auth" | "paging";
  fields: PartField[];
  value: Record<string, PartValue | undefined>;
  onChange: (part: Record<string, PartValue>) => void;
}

/** The fields that one kind of proof or of paging has. */
export function PartFields({ of, fields, value, onChange }: PartFieldsProps) {
  const { t } = useTranslation();
  return fields.map((field) => {
    const { name, required, number, words, switched, pairs, choices } = field;
    const common = { label: t(`builder.${of}Fields.${name}`), withAsterisk: required };
    const said = value[name];
    if (choices) {
      return (
        <NativeSelect
          key={name}
          {...common}
          value={String(said ?? choices[0])}
          data={choices.map((one) => ({ value: one, label: t(`builder.${of}Fields.${one}`) }))}
          onChange={(event) => onChange({ [name]: event.currentTarget.value })}
        />
      );
    }
    if (switched) {
      return (
        <Switch
          key={name}
          label={common.label}
          checked={said === true}
          onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
        />
      );
    }
    if (pairs) {
      const value = typeof said === "object" && !Array.isArray(said) ? said : {};
      return (
        <PairsInput
          key={name}
          label={common.label}
          hint={t(`builder.${of}Fields.${name}Hint`)}
          value={value}
          onChange={(next) => onChange({ [name]: next })}
        />
      );
    }
    if (number) {
      return (
        <NumberInput
          key={name}
          {...common}
          value={typeof said === "number" ? said : ""}
          placeholder={t(`builder.${of}Fields.${name}Usual`)}
          min={0}
          allowDecimal={false}
          hideControls
          onChange={(next) => onChange({ [name]: typeof next === "number" ? next : "" })}
        />
      );
    }
    return (
      <TextInput
        key={name}
        {...common}
        classNames={{ input: styles.mono }}
        spellCheck={false}
        autoComplete="off"
        value={Array.isArray(said) ? said.join(" ") : String(said ?? "")}
        onChange={(event) => {
          const text = event.currentTarget.value;
          onChange({ [name]: words ? text.split(" ").filter((word, at, all) => word || at === all.length - 1) : text });
        }}
      />
    );
  });
}
