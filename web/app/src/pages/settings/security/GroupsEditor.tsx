import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ArrowUp, Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "../../../api/members";
import { type GroupRole, groupsKey, groupsQuery, saveGroups } from "../../../api/singleSignOn";
import type { Project } from "../../../api/types";
import { humanise } from "../../../lib/humanise";
import { Loaded } from "../parts/Loaded";
import { Part } from "../parts/Part";
import { useChange } from "../parts/useChange";
import { useSettingsProject } from "../parts/useSettingsProject";
import styles from "./groups.module.css";

/** Which group of the provider gives which role here. */
export function GroupsEditor({ project }: { project: Project }) {
  const { t } = useTranslation();
  const groups = useQuery(groupsQuery(project.id));
  const people = useQuery(peopleQuery(project.id));
  return (
    <Loaded query={groups} failed={t("settings.groups.failed")}>
      {(found) => (
        <Groups key={JSON.stringify(found)} project={project} saved={found} roles={people.data?.roles ?? []} />
      )}
    </Loaded>
  );
}

interface GroupsProps {
  project: Project;
  saved: GroupRole[];
  roles: string[];
}

function Groups({ project, saved, roles }: GroupsProps) {
  const { t } = useTranslation();
  const { owns } = useSettingsProject();
  const [lines, setLines] = useState(saved);
  const texts = { done: t("settings.groups.saved"), failed: t("settings.groups.notSaved") };
  const save = useChange(groupsKey(project.id), (next: GroupRole[]) => saveGroups(project.id, next), texts);
  const change = (index: number, part: Partial<GroupRole>) =>
    setLines(lines.map((line, at) => (at === index ? { ...line, ...part } : line)));
  const up = (index: number) =>
    setLines(lines.map((line, at) => lines[at === index ? at - 1 : at === index - 1 ? index : at] ?? line));
  const first = roles.includes("viewer") ? "viewer" : (roles.at(-1) ?? "");
  const changed = JSON.stringify(lines) !== JSON.stringify(saved);
  return (
    <Part
      title={t("settings.groups.title")}
      text={t(owns ? "settings.groups.text" : "settings.security.ownersOnly")}
      action={
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={!owns || roles.length === 0}
          onClick={() => setLines([...lines, { group: "", role: first }])}
        >
          {t("settings.groups.add")}
        </Button>
      }
    >
      <ol className={styles.lines} aria-label={t("settings.groups.title")}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <li key={index} className={styles.line}>
            <TextInput
              aria-label={t("settings.groups.group", { number: index + 1 })}
              placeholder={t("settings.groups.placeholder")}
              value={line.group}
              disabled={!owns}
              onChange={(event) => change(index, { group: event.currentTarget.value })}
            />
            <NativeSelect
              aria-label={t("settings.groups.role", { number: index + 1 })}
              value={line.role}
              disabled={!owns}
              onChange={(event) => change(index, { role: event.currentTarget.value })}
              data={roles.map((role) => ({ value: role, label: humanise(role) }))}
            />
            <ActionIcon
              aria-label={t("settings.groups.up", { number: index + 1 })}
              disabled={!owns || index === 0}
              onClick={() => up(index)}
            >
              <ArrowUp size={15} aria-hidden />
            </ActionIcon>
            <ActionIcon
              aria-label={t("settings.groups.remove", { number: index + 1 })}
              disabled={!owns}
              onClick={() => setLines(lines.filter((_, at) => at !== index))}
            >
              <X size={15} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {changed && (
        <div className={styles.buttons}>
          <Button size="xs" variant="default" onClick={() => setLines(saved)}>
            {t("action.cancel")}
          </Button>
          <Button
            size="xs"
            disabled={lines.some((line) => line.group.trim() === "")}
            loading={save.isPending}
            onClick={() => save.mutate(lines.map((line) => ({ ...line, group: line.group.trim() })))}
          >
            {t("action.save")}
          </Button>
        </div>
      )}
    </Part>
  );
}
