import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Part } from "../parts/Part";
import { ColourPicker } from "./ColourPicker";
import type { SourceDraft } from "./sourceDraft";
import styles from "./sources.module.css";

export interface NameFieldsProps {
  draft: SourceDraft;
  name: string;
  /** Whether the name stands in addresses already. */
  fixed: boolean;
  wrong: Record<string, string>;
  onChange: (part: Partial<SourceDraft>) => void;
}

/** What people call a source, and what its addresses do. */
export function NameFields({ draft, name, fixed, wrong, onChange }: NameFieldsProps) {
  const { t } = useTranslation();
  return (
    <Part title={t("sources.called")}>
      <div className={styles.fields}>
        <TextInput
          label={t("sources.title")}
          description={t("sources.titleHint")}
          maxLength={100}
          withAsterisk
          autoFocus={!fixed}
          error={wrong.title}
          value={draft.title}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
        />
        <TextInput
          label={t("sources.name")}
          description={t(fixed ? "sources.nameFixed" : "sources.nameHint")}
          maxLength={40}
          withAsterisk={!fixed}
          readOnly={fixed}
          classNames={fixed ? { input: styles.fixed } : undefined}
          spellCheck={false}
          error={wrong.name}
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <ColourPicker value={draft.colour} onChange={(colour) => onChange({ colour })} />
      </div>
    </Part>
  );
}
