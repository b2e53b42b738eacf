import { Button } from "@mantine/core";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { forgetTokens } from "../../../api/client";
import { chooseEnvironment, chosenEnvironment } from "../../../api/environment";
import { createEnvironment, deleteEnvironment, renameEnvironment } from "../../../api/projects";
import { sessionKey } from "../../../api/session";
import type { Project } from "../../../api/types";
import { FormDialog } from "../parts/FormDialog";
import { LineMenu } from "../parts/LineMenu";
import list from "../parts/list.module.css";
import { NameDialog } from "../parts/NameDialog";
import { Part } from "../parts/Part";
import { useChange } from "../parts/useChange";

type Environment = Project["environments"][number];

/** The places that a project runs in. */
export function EnvironmentsPart({ project }: { project: Project }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  return (
    <Part
      title={t("settings.project.environments")}
      text={t("settings.project.environmentsText")}
      action={
        <Button size="xs" variant="default" onClick={() => setAdding(true)}>
          {t("settings.project.add")}
        </Button>
      }
    >
      <ul className={list.list} aria-label={t("settings.project.environments")}>
        {project.environments.map((environment) => (
          <EnvironmentLine key={environment.id} project={project} environment={environment} />
        ))}
      </ul>
      {adding && <AddDialog project={project} onClose={() => setAdding(false)} />}
    </Part>
  );
}

interface LineProps {
  project: Project;
  environment: Environment;
}

function EnvironmentLine({ project, environment }: LineProps) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<"rename" | "remove" | null>(null);
  const close = () => setQuestion(null);
  const name = environment.name;
  // The last one stays, and only an owner takes one away.
  const mayRemove = project.role === "owner" && project.environments.length > 1;
  const remove = { label: t("settings.project.remove"), icon: Trash2, danger: true, run: () => setQuestion("remove") };
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>{name}</div>
        <div className={list.caption}>{t("settings.project.bridges", { count: environment.bridges.length })}</div>
      </div>
      <LineMenu
        label={t("settings.people.menu", { name })}
        actions={[
          { label: t("settings.project.rename"), icon: Pencil, run: () => setQuestion("rename") },
          ...(mayRemove ? [remove] : []),
        ]}
      />
      {question === "rename" && <RenameDialog project={project} environment={environment} onClose={close} />}
      {question === "remove" && <RemoveDialog project={project} environment={environment} onClose={close} />}
    </li>
  );
}

function AddDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation();
  const add = useChange(sessionKey, (name: string) => createEnvironment(project.id, name), {}, onClose);
  return (
    <NameDialog
      title={t("settings.project.add")}
      text={t("settings.project.addText", { name: project.environment.name })}
      submit={t("settings.project.addSubmit")}
      label={t("settings.project.environmentName")}
      busy={add.isPending}
      error={add.error}
      onSubmit={add.mutate}
      onClose={onClose}
    />
  );
}

function RenameDialog({ project, environment, onClose }: LineProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const texts = { done: t("settings.project.environmentRenamed") };
  const run = (name: string) => renameEnvironment(project.id, environment.id, name);
  const rename = useChange(sessionKey, run, texts, onClose);
  return (
    <NameDialog
      title={t("settings.project.renameTitle", { name: environment.name })}
      submit={t("action.save")}
      label={t("settings.project.environmentName")}
      first={environment.name}
      busy={rename.isPending}
      error={rename.error}
      onSubmit={rename.mutate}
      onClose={onClose}
    />
  );
}

function RemoveDialog({ project, environment, onClose }: LineProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const name = environment.name;
  const texts = { done: t("settings.project.removed", { name }) };
  const run = async () => {
    await deleteEnvironment(project.id, environment.id);
    if (chosenEnvironment(project.id) === environment.id) {
      chooseEnvironment(project.id, undefined);
      forgetTokens();
    }
  };
  const remove = useChange(sessionKey, run, texts, onClose);
  return (
    <FormDialog
      title={t("settings.project.removeTitle", { name })}
      text={t("settings.project.removeText")}
      submit={t("action.remove")}
      danger
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate(undefined)}
      onClose={onClose}
    />
  );
}
