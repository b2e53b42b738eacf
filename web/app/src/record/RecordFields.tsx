import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { FieldLine } from "./FieldLine";
import styles from "./form.module.css";
import type { FormColumn } from "./formColumns";
import type { Mode } from "./shape";
import type { RecordFormState } from "./useRecordForm";

interface RecordFieldsProps {
  columns: FormColumn[];
  form: RecordFormState;
  mode: Mode;
  label: string;
  /** Puts the focus into the first field that can be filled in. */
  focused: boolean;
  footer: ReactNode;
  /** What is said above the reasons of a refusal. */
  refused?: string;
}

/** The generated form itself: the fields in two columns where there is room, and what the server refused. */
export function RecordFields({ columns, form, mode, label, focused, footer, refused }: RecordFieldsProps) {
  const { t } = useTranslation();
  const prefix = useId();
  const element = useRef<HTMLFormElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the form appears
  useEffect(() => {
    const input = focused ? firstInput(element.current, mode) : null;
    // A drawer that opens around the form moves the focus once more: this tells it where to.
    input?.setAttribute("data-autofocus", "");
    input?.focus({ preventScroll: true });
  }, []);

  // After a refusal the focus goes to the first field that is wrong; the DOM knows which one that is.
  useEffect(() => {
    if (form.refused === 0) return;
    element.current?.querySelector<HTMLElement>("[aria-invalid='true'], [role='alert']")?.focus();
  }, [form.refused]);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void form.save();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || !["s", "Enter"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    void form.save();
  };

  return (
    <form ref={element} className={styles.form} onSubmit={onSubmit} onKeyDown={onKeyDown} noValidate aria-label={label}>
      <div className={styles.scroll}>
        {form.refusals.length > 0 && (
          <div className={styles.refusal} role="alert" tabIndex={-1}>
            <strong>{refused ?? t("record.refused")}</strong>
            {form.refusals.map((refusal) => (
              <p key={refusal}>{refusal}</p>
            ))}
          </div>
        )}
        <div className={styles.fields}>
          {columns.map((item, index) => (
            <FieldLine key={item.name} item={item} form={form} mode={mode} id={`${prefix}-${index}`} />
          ))}
        </div>
      </div>
      {footer}
    </form>
  );
}

/** The first input; in a new row the first that is still empty. */
function firstInput(form: HTMLFormElement | null, mode: Mode): HTMLElement | null {
  const found = form?.querySelectorAll<HTMLInputElement>(
    "input:not([disabled], [type=hidden]), textarea:not([disabled])",
  );
  const inputs = [...(found ?? [])];
  const empty = mode === "create" ? inputs.find((input) => input.value === "") : undefined;
  return empty ?? inputs[0] ?? null;
}
