import { useQuery } from "@tanstack/react-query";
import { EyeOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { policyQuery } from "../../../api/policy";
import type { Project } from "../../../api/types";
import { own } from "../../../lib/own";
import { EmptyState } from "../../../ui/EmptyState";
import { Loaded } from "../parts/Loaded";
import { SettingsFrame } from "../parts/SettingsFrame";
import { useSettingsProject } from "../parts/useSettingsProject";
import { RoleEditor } from "./RoleEditor";
import { RolesHistory } from "./RolesHistory";
import { RolesList } from "./RolesList";

/** Where the history stands: no role has such a name. */
const HISTORY = "+history";

/** All roles, or the one that the address names. */
export function RolesPage({ item }: { item?: string }) {
  const { project } = useSettingsProject();
  if (!project) return null;
  if (item === HISTORY) return <RolesHistory project={project} />;
  return item ? <RoleOf project={project} name={item} /> : <RolesList project={project} />;
}

function RoleOf({ project, name }: { project: Project; name: string }) {
  const { t } = useTranslation();
  const policy = useQuery(policyQuery(project.id));
  if (policy.data && own(policy.data.policy.roles, name)) {
    return <RoleEditor project={project} name={name} stored={policy.data} />;
  }
  return (
    <SettingsFrame page="roles">
      <Loaded query={policy} failed={t("settings.roles.failed")}>
        {() => <EmptyState icon={EyeOff} title={t("settings.roles.unknown", { name })} />}
      </Loaded>
    </SettingsFrame>
  );
}
