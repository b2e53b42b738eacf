import { Button } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { FolderPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AddedSource } from "../../api/sources";
import type { Settings, Table } from "../../api/types";
import { addSection, type MenuDraft, menuDraft, settingsWith } from "../../lib/menuDraft";
import { useSaveSettings } from "../../shell/useSaveSettings";
import { Page } from "../../ui/Page";
import styles from "./MenuEditor.module.css";
import { SectionEditor } from "./SectionEditor";

export interface MenuEditorProps {
  project: string;
  tables: Map<string, Table>;
  sources: AddedSource[];
  settings: Settings;
}

/** A draft of the menu; nothing changes for anybody before it is saved. */
export function MenuEditor({ project, tables, sources, settings }: MenuEditorProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const [draft, setDraft] = useState<MenuDraft>(() => menuDraft(tables, settings, { rest: t("nav.tables"), sources }));
  const leave = () => router.history.back();
  const save = useSaveSettings(project, { saved: t("menu.saved"), failed: t("menu.notSaved") }, leave);
  return (
    <Page
      title={t("menu.title")}
      toolbar={
        <>
          <Button
            variant="default"
            size="xs"
            leftSection={<FolderPlus size={14} aria-hidden />}
            onClick={() => setDraft(addSection(draft, t("menu.newSection")))}
          >
            {t("menu.addSection")}
          </Button>
          <Button variant="default" size="xs" onClick={leave}>
            {t("action.cancel")}
          </Button>
          <Button size="xs" loading={save.isPending} onClick={() => save.mutate(settingsWith(draft, tables, settings))}>
            {t("action.save")}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p className={styles.text}>{t("menu.text")}</p>
        {draft.sections.map((section) => (
          <SectionEditor key={section.id} section={section} draft={draft} onChange={setDraft} />
        ))}
      </div>
    </Page>
  );
}
