import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { History, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type People, peopleQuery } from "../../../api/members";
import { policyQuery } from "../../../api/policy";
import type { Project } from "../../../api/types";
import { chosenIn, EnvironmentSelect } from "../parts/EnvironmentSelect";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { SettingsFrame } from "../parts/SettingsFrame";
import { BUILT_IN } from "./builtInRoles";
import { NewRoleDialog } from "./NewRoleDialog";
import { RoleLine } from "./RoleLine";

/** How many have the role, or will once they accept. */
function holders(people: People | undefined, role: string): number | undefined {
  return people && [...people.members, ...people.invitations].filter((one) => one.role === role).length;
}

/** The roles of the project: first those that are built in, then its own. */
export function RolesList({ project }: { project: Project }) {
  const { t } = useTranslation();
  const stored = useQuery(policyQuery(project.id));
  const people = useQuery(peopleQuery(project.id));
  /** The role to begin with: "" for none. */
  const [beginning, setBeginning] = useState<string | null>(null);
  return (
    <SettingsFrame
      page="roles"
      text={t("settings.roles.text", { environment: chosenIn(project).name })}
      toolbar={
        <>
          <EnvironmentSelect project={project} />
          <Button
            size="xs"
            variant="default"
            leftSection={<History size={14} aria-hidden />}
            renderRoot={(props) => (
              <Link to="/settings/{-$page}/{-$item}" params={{ page: "roles", item: "+history" }} {...props} />
            )}
          >
            {t("settings.rolesHistory.open")}
          </Button>
          <Button size="xs" leftSection={<Plus size={14} aria-hidden />} onClick={() => setBeginning("")}>
            {t("settings.roles.new")}
          </Button>
        </>
      }
    >
      <Loaded query={stored} failed={t("settings.roles.failed")}>
        {(found) => {
          const names = Object.keys(found.policy.roles);
          const order = [
            ...BUILT_IN.filter((one) => names.includes(one)),
            ...names.filter((one) => !BUILT_IN.includes(one)),
          ];
          return (
            <>
              <ul className={list.list} aria-label={t("settings.pages.roles")}>
                {order.map((name) => (
                  <RoleLine
                    key={name}
                    project={project}
                    name={name}
                    stored={found}
                    holders={holders(people.data, name)}
                    onDuplicate={() => setBeginning(name)}
                  />
                ))}
              </ul>
              {beginning !== null && (
                <NewRoleDialog
                  project={project.id}
                  stored={found}
                  from={beginning}
                  onClose={() => setBeginning(null)}
                />
              )}
            </>
          );
        }}
      </Loaded>
    </SettingsFrame>
  );
}
