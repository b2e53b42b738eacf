import { ActionIcon, NativeSelect, VisuallyHidden } from "@mantine/core";
import { X } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { FromAttribute } from "../../../api/policy";
import type { TableRef } from "../../../api/tables";
import type { Value } from "../../../api/types";
import { contextFor, fieldOf } from "../../../fields/registry";
import styles from "./roles.module.css";
import { useAttributes } from "./useAttributes";

export interface PresetLineProps {
  source: TableRef;
  column: string;
  value: Value | FromAttribute;
  /** `undefined` takes it away. */
  onChange: (value: Value | FromAttribute | undefined) => void;
}

function attributeOf(value: Value | FromAttribute): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return typeof value.attribute === "string" ? value.attribute : null;
}

/** One column: filled with what is known of whoever adds the row, or always with the same value. */
export function PresetLine({ source, column, value, onChange }: PresetLineProps) {
  const { t } = useTranslation();
  const id = useId();
  const context = contextFor(source, column);
  const { Input } = fieldOf(context);
  const attribute = attributeOf(value);
  const known = useAttributes(source.project, attribute ? [attribute] : []);
  return (
    <li>
      <span>{context.title}</span>
      <div className={styles.preset}>
        <NativeSelect
          size="xs"
          aria-label={t("settings.roles.presetOf", { title: context.title })}
          value={attribute ?? ""}
          onChange={(event) => onChange(event.currentTarget.value ? { attribute: event.currentTarget.value } : null)}
          data={[
            ...known.map((one) => ({
              value: one,
              label: t(`settings.roles.attributes.${one}`, { defaultValue: one }),
            })),
            ...(Input ? [{ value: "", label: t("settings.roles.fixed") }] : []),
          ]}
        />
        {attribute === null && Input && (
          <>
            <label htmlFor={id}>
              <VisuallyHidden>{context.title}</VisuallyHidden>
            </label>
            <Input context={context} id={id} value={value as Value} onChange={onChange} />
          </>
        )}
      </div>
      <ActionIcon aria-label={t("action.remove")} onClick={() => onChange(undefined)}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </li>
  );
}
