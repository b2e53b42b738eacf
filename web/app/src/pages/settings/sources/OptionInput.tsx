import { Button, NativeSelect, NumberInput, PasswordInput, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { OptionField, OptionValue } from "../../../api/sourceChanges";
import { ConsentInput } from "./ConsentInput";
import { KeyFileInput } from "./KeyFileInput";
import { isKept } from "./sourceDraft";
import styles from "./sources.module.css";
import type { SourceInForm } from "./useConsent";

export interface OptionInputProps {
  field: OptionField;
  value: OptionValue | undefined;
  /** Whether the address is another than the one that the kept secret is for. */
  elsewhere: boolean;
  /** Why it is to be entered again then. */
  again?: string;
  /** What is kept, for who wants it back. */
  kept: OptionValue | undefined;
  error: string | undefined;
  /** Of what it is an option, where somebody may have to agree. */
  source?: SourceInForm;
  onChange: (value: OptionValue) => void;
}

/** One field of the form that a kind asks to be filled in. */
export function OptionInput({ field, value, elsewhere, again, kept, error, source, onChange }: OptionInputProps) {
  const { t } = useTranslation();
  const { label, hint, required, type } = field;
  const common = { label, description: hint, error, withAsterisk: required };
  const secretHint = elsewhere && isKept(kept) ? (again ?? t("sources.secretAgain")) : hint;
  const text = typeof value === "string" ? value : "";
  switch (type) {
    case "switch":
      return (
        <Switch
          label={label}
          description={hint}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <NativeSelect
          {...common}
          value={text}
          data={field.choices ?? []}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "number":
      return (
        <NumberInput
          {...common}
          value={typeof value === "number" ? value : ""}
          min={field.lowest}
          max={field.highest}
          clampBehavior="none"
          allowDecimal={false}
          hideControls
          onChange={(next) => onChange(typeof next === "number" ? next : "")}
        />
      );
    case "long_text":
      return (
        <Textarea
          {...common}
          classNames={{ input: styles.long }}
          autosize
          minRows={3}
          maxRows={10}
          spellCheck={false}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "secret":
      if (isKept(value) && !elsewhere) return <KeptInput label={label} error={error} onReplace={() => onChange("")} />;
      if (field.long) {
        return <KeyFileInput {...common} description={secretHint} value={text} onChange={onChange} />;
      }
      return (
        <PasswordInput
          {...common}
          description={secretHint}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t("sources.showSecret", { label }) }}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          inputContainer={(input) => (
            <div className={styles.secret}>
              {input}
              {isKept(kept) && !elsewhere && (
                <Button variant="default" onClick={() => onChange(kept)}>
                  {t("sources.keepSecret")}
                </Button>
              )}
            </div>
          )}
        />
      );
    case "consent":
      return source && <ConsentInput {...{ field, value, elsewhere, error, source, onChange }} />;
    case "text":
      return (
        <TextInput
          {...common}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** A secret is never told: it is kept or replaced. */
function KeptInput({ label, error, onReplace }: { label: string; error?: string; onReplace: () => void }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={label}
      error={error}
      value={t("sources.kept")}
      readOnly
      inputContainer={(input) => (
        <div className={styles.secret}>
          {input}
          <Button variant="default" aria-label={t("sources.replaceSecret", { label })} onClick={onReplace}>
            {t("sources.replace")}
          </Button>
        </div>
      )}
    />
  );
}
