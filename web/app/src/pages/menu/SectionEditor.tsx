import { ActionIcon, TextInput } from "@mantine/core";
import { X } from "lucide-react";
import type { DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { type DraftSection, type MenuDraft, moveTable, removeSection } from "../../lib/menuDraft";
import styles from "./MenuEditor.module.css";
import { DRAGGED, TableLine } from "./TableLine";

export interface SectionEditorProps {
  section: DraftSection;
  draft: MenuDraft;
  onChange: (draft: MenuDraft) => void;
}

export function SectionEditor({ section, draft, onChange }: SectionEditorProps) {
  const { t } = useTranslation();
  const rename = (title: string) =>
    onChange({
      ...draft,
      sections: draft.sections.map((one) => (one.id === section.id ? { ...one, title } : one)),
    });
  const drop = (event: DragEvent) => {
    const model = event.dataTransfer.getData(DRAGGED);
    if (!model) return;
    event.preventDefault();
    onChange(moveTable(draft, model, section.id, null));
  };
  return (
    <section
      className={styles.section}
      aria-label={section.title}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
      onDrop={drop}
    >
      <div className={styles.head}>
        <TextInput
          size="xs"
          className={styles.sectionTitle}
          aria-label={t("menu.sectionTitle")}
          value={section.title}
          onChange={(event) => rename(event.currentTarget.value)}
        />
        {draft.sections.length > 1 && (
          <ActionIcon
            aria-label={t("menu.removeSection", { title: section.title })}
            onClick={() => onChange(removeSection(draft, section.id))}
          >
            <X size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <ul className={styles.list}>
        {section.tables.map((model) => (
          <TableLine key={model} model={model} section={section.id} draft={draft} onChange={onChange} />
        ))}
      </ul>
      {section.tables.length === 0 && <p className={styles.empty}>{t("menu.emptySection")}</p>}
    </section>
  );
}
