import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createProject, renameProject } from "../../../api/projects";
import { sessionKey } from "../../../api/session";
import type { Project } from "../../../api/types";
import { NameDialog } from "../parts/NameDialog";
import { Part } from "../parts/Part";
import { SettingsFrame } from "../parts/SettingsFrame";
import { useChange } from "../parts/useChange";
import { useSettingsProject } from "../parts/useSettingsProject";
import { EnvironmentsPart } from "./EnvironmentsPart";

export function ProjectPage() {
  const { project } = useSettingsProject();
  return project && <ProjectOf project={project} />;
}

function ProjectOf({ project }: { project: Project }) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<"rename" | "another" | null>(null);
  const close = () => setQuestion(null);
  return (
    <SettingsFrame page="project">
      <Part
        title={project.name}
        text={t("settings.project.text")}
        action={
          <Button size="xs" variant="default" onClick={() => setQuestion("rename")}>
            {t("settings.project.rename")}
          </Button>
        }
      />
      <EnvironmentsPart project={project} />
      <Part
        title={t("settings.project.another")}
        text={t("settings.project.anotherText")}
        action={
          <Button size="xs" variant="default" onClick={() => setQuestion("another")}>
            {t("settings.project.anotherAdd")}
          </Button>
        }
      />
      {question === "rename" && <RenameDialog project={project} onClose={close} />}
      {question === "another" && <AnotherDialog onClose={close} />}
    </SettingsFrame>
  );
}

function RenameDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation();
  const done = t("settings.project.renamed");
  const rename = useChange(sessionKey, (name: string) => renameProject(project.id, name), { done }, onClose);
  return (
    <NameDialog
      title={t("settings.project.renameTitle", { name: project.name })}
      submit={t("action.save")}
      label={t("settings.project.name")}
      first={project.name}
      busy={rename.isPending}
      error={rename.error}
      onSubmit={rename.mutate}
      onClose={onClose}
    />
  );
}

function AnotherDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const create = useChange(sessionKey, createProject, {}, onClose);
  return (
    <NameDialog
      title={t("settings.project.anotherAdd")}
      text={t("settings.project.anotherText")}
      submit={t("settings.project.addSubmit")}
      label={t("settings.project.name")}
      busy={create.isPending}
      error={create.error}
      onSubmit={create.mutate}
      onClose={onClose}
    />
  );
}
