import { Tooltip } from "@mantine/core";
import { Lock } from "lucide-react";
import type { FocusEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Value } from "../api/types";
import { own } from "../lib/own";
import { FieldChoices } from "./FieldChoices";
import styles from "./form.module.css";
import type { FormColumn } from "./formColumns";
import type { Mode } from "./shape";
import type { RecordFormState } from "./useRecordForm";

interface FieldLineProps {
  item: FormColumn;
  form: RecordFormState;
  mode: Mode;
  id: string;
}

/** One field of a form: its label, what may be said about it, the input or the value, and what is wrong. */
export function FieldLine({ item, form, mode, id }: FieldLineProps) {
  const { t } = useTranslation();
  const { name, column, context, field, locked } = item;
  const value = own(form.row, name);
  const error = own(form.errors, name);
  // Some apps describe a field by its name.
  const hint = column.comment.toLowerCase() === context.title.toLowerCase() ? "" : column.comment;
  const described = [hint && `${id}-hint`, error && `${id}-error`, locked && `${id}-locked`];

  // Judged when the focus goes on to another field, not when the whole form loses it to a dialog or another window.
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    const stays = event.currentTarget.contains(event.relatedTarget);
    const inForm = event.currentTarget.closest("form")?.contains(event.relatedTarget);
    if (!stays && (inForm || form.edited(name))) form.check(name);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that the focus left the input inside
    <div className={styles.field} data-wide={item.wide || undefined} onBlur={onBlur}>
      <div className={styles.head}>
        <label htmlFor={id} className={styles.label}>
          {context.title}
          {item.required && !locked && (
            <span className={styles.star} aria-hidden>
              *
            </span>
          )}
        </label>
        {!locked && <FieldChoices item={item} value={value} form={form} mode={mode} />}
      </div>
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {locked || !field.Input ? (
        <Locked item={item} id={id} value={value ?? null} form={form} reason={locked ?? "record.locked.type"} />
      ) : (
        <field.Input
          key={form.version}
          context={context}
          value={shownValue(item, value)}
          row={form.row}
          onChange={(next) => form.set({ [name]: next })}
          onChangeMany={form.set}
          onProblem={(problem) => form.setDraft(name, problem)}
          error={error}
          required={item.required}
          placeholder={placeholderOf(item, value, mode, t)}
          id={id}
          describedBy={described.filter(Boolean).join(" ") || undefined}
        />
      )}
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}

interface LockedProps {
  item: FormColumn;
  id: string;
  value: Value;
  form: RecordFormState;
  reason: string;
}

/** A value that nobody changes here, as a list shows it, and why. */
function Locked({ item, id, value, form, reason }: LockedProps) {
  const { t } = useTranslation();
  const { Cell } = item.field;
  return (
    <output id={id} className={styles.locked} aria-label={item.context.title} aria-describedby={`${id}-locked`}>
      <span className={styles.lockedValue}>
        <Cell context={item.context} value={value} row={form.row} />
      </span>
      <Tooltip label={t(reason)} events={{ hover: true, focus: false, touch: true }}>
        <Lock size={13} className={styles.lock} aria-hidden />
      </Tooltip>
      <span id={`${id}-locked`} className={styles.hidden}>
        {t(reason)}
      </span>
    </output>
  );
}

/** A switch has no way to show "not set": it shows what the database would make of it. */
function shownValue({ column }: FormColumn, value: Value | undefined): Value | undefined {
  return value === undefined && column.type === "boolean" && column.default?.kind === "value"
    ? column.default.value
    : value;
}

function placeholderOf(
  { column, field }: FormColumn,
  value: Value | undefined,
  mode: Mode,
  t: (key: string, facts?: Record<string, string>) => string,
): string | undefined {
  const made = column.default ?? (column.identity ? { kind: "sequence", value: null } : null);
  if (mode === "create" && value === undefined && made) {
    const fixed = made.kind === "value" && made.value !== null && typeof made.value !== "object";
    return fixed ? t("record.default", { value: String(made.value) }) : t("record.setBySource");
  }
  if (value === "") return t("fields.emptyText");
  return value === null && field.emptyIsValue ? t("fields.noValue") : undefined;
}
