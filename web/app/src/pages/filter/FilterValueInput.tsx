import { Checkbox, SegmentedControl, TagsInput, TextInput, VisuallyHidden } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Value } from "../../api/types";
import { contextFor, fieldOf } from "../../fields/registry";
import type { Operator } from "../../lib/filterOperators";
import type { FilterTarget } from "../../lib/filterPath";
import { humanise } from "../../lib/humanise";
import styles from "./FilterEditor.module.css";

export interface FilterValueInputProps {
  target: FilterTarget;
  operator: Operator;
  value: Value | undefined;
  onChange: (value: Value) => void;
}

const PARTS_OF_TEXT = /contains|starts_with|ends_with|ieq/;

/** What the column is compared with: the column's own input, or text where a part of it is enough. */
export function FilterValueInput({ target, operator, value, onChange }: FilterValueInputProps) {
  const { t } = useTranslation();
  const id = useId();
  const { column } = target;
  const found = contextFor(target.source, column.name);
  // To compare with nothing there is "is empty".
  const context = { ...found, column: { ...column, nullable: false } };
  const field = fieldOf(found);
  const label = t("filter.value");
  if (operator.takes === "nothing") return null;
  if (operator.takes === "many") {
    const texts = Array.isArray(value) ? value.map((one) => field.text(one, found) || String(one)) : [];
    if (column.type === "enum") {
      return (
        <Checkbox.Group aria-label={label} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange}>
          <div className={styles.options}>
            {column.options.map((option) => (
              <Checkbox key={option} size="xs" value={option} label={humanise(option)} className={styles.option} />
            ))}
          </div>
        </Checkbox.Group>
      );
    }
    const read = (text: string): Value[] => {
      const parsed = field.parse(text, found);
      return "value" in parsed && parsed.value !== null ? [parsed.value] : [];
    };
    return (
      <TagsInput
        size="xs"
        aria-label={label}
        placeholder={texts.length ? undefined : t("filter.values")}
        value={texts}
        onChange={(next) => onChange(next.flatMap(read))}
        splitChars={[",", ";", "\n"]}
        acceptValueOnBlur
      />
    );
  }
  if (column.type === "boolean") {
    return (
      <SegmentedControl
        size="xs"
        aria-label={label}
        value={value === undefined ? "" : String(value)}
        onChange={(next) => onChange(next === "true")}
        data={[
          { value: "true", label: t("filter.yes") },
          { value: "false", label: t("filter.no") },
        ]}
      />
    );
  }
  if (PARTS_OF_TEXT.test(operator.op) || !field.Input || column.type === "text") {
    return (
      <TextInput
        size="xs"
        aria-label={label}
        placeholder={label}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <>
      <label htmlFor={id}>
        <VisuallyHidden>{label}</VisuallyHidden>
      </label>
      <field.Input context={context} value={value} onChange={onChange} id={id} placeholder={label} />
    </>
  );
}
