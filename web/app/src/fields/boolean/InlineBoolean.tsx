import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { InlineProps, InputProps } from "../field";
import { useInline } from "../parts/useInline";
import styles from "./boolean.module.css";

/** In a grid cell: a short list that takes `y`, `n` and arrows. */
export function InlineBoolean({ context, value, onChange, inline, id }: InputProps & { inline: InlineProps }) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState(() => first(value, inline.typed));
  const keys = useInline(inline, () => ({ value: meaning(choice) }));
  const choose = (next: string) => {
    setChoice(next);
    onChange(meaning(next));
  };
  return (
    <select
      {...keys}
      id={id}
      className={styles.inline}
      aria-label={context.title}
      value={choice}
      onChange={(event) => choose(event.target.value)}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
      autoFocus
    >
      <option value="true">{t("fields.boolean.yes")}</option>
      <option value="false">{t("fields.boolean.no")}</option>
      {context.column.nullable && <option value="">{t("fields.boolean.unknown")}</option>}
    </select>
  );
}

const meaning = (choice: string) => (choice === "" ? null : choice === "true");

function first(value: InputProps["value"], typed: string | null): string {
  if (typed && "yt1".includes(typed.toLowerCase())) return "true";
  if (typed && "nf0".includes(typed.toLowerCase())) return "false";
  if (value === null || value === undefined) return "";
  return String(value === true || value === 1);
}
