import { NativeSelect } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { apiTokensKey } from "../../../api/apiTokens";
import { forgetTokens } from "../../../api/client";
import { chooseEnvironment, chosenEnvironment } from "../../../api/environment";
import { peopleKey } from "../../../api/members";
import { policyKey } from "../../../api/policy";
import type { Project } from "../../../api/types";

/** The environment that is looked at; the first where the one that was chosen is gone. */
export function chosenIn(project: Project): { id: string; name: string } {
  const chosen = chosenEnvironment(project.id);
  return project.environments.find((one) => one.id === chosen) ?? project.environment;
}

/** The environment whose roles and API tokens are shown; nothing where there is one only. */
export function EnvironmentSelect({ project }: { project: Project }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  if (project.environments.length < 2) return null;
  const choose = (id: string) => {
    chooseEnvironment(project.id, id === project.environment.id ? undefined : id);
    // A token for control is for one environment, and so is what was read with it.
    forgetTokens();
    for (const key of [policyKey, apiTokensKey, peopleKey]) void queries.resetQueries({ queryKey: key(project.id) });
  };
  return (
    <NativeSelect
      size="xs"
      aria-label={t("settings.environment")}
      value={chosenIn(project).id}
      onChange={(event) => choose(event.currentTarget.value)}
      data={project.environments.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
