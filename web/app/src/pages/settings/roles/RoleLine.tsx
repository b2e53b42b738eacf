import "../../../i18n/why";
import { Link, useNavigate } from "@tanstack/react-router";
import { CircleHelp, Copy, Eye, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StoredPolicy } from "../../../api/policy";
import type { Project } from "../../../api/types";
import { humanise } from "../../../lib/humanise";
import { own } from "../../../lib/own";
import { useWorkspace } from "../../../shell/useWorkspace";
import { viewAs } from "../../../shell/viewAs";
import { WhyDialog } from "../../../shell/WhyDialog";
import { Pill } from "../../../ui/Pill";
import { LineMenu } from "../parts/LineMenu";
import list from "../parts/list.module.css";
import { mayActOn } from "../people/ranks";
import { BUILT_IN, OWNER } from "./builtInRoles";
import { DeleteRoleDialog } from "./DeleteRoleDialog";
import { roleSummary } from "./roleSummary";

export interface RoleLineProps {
  project: Project;
  name: string;
  stored: StoredPolicy;
  /** How many people have it; undefined while that is not known. */
  holders: number | undefined;
  onDuplicate: () => void;
}

export function RoleLine({ project, name, stored, holders, onDuplicate }: RoleLineProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const [asking, setAsking] = useState(false);
  const { place } = useWorkspace();
  const builtIn = BUILT_IN.includes(name);
  const role = own(stored.policy.roles, name) ?? {};
  const title = humanise(name);
  const edit = {
    label: t("settings.roles.edit"),
    icon: Pencil,
    run: () => void navigate({ to: "/settings/{-$page}/{-$item}", params: { page: "roles", item: name } }),
  };
  const look = { label: t("settings.viewAs"), icon: Eye, run: () => viewAs(project, { role: name }, title) };
  const why = { label: t("why.action"), icon: CircleHelp, run: () => setAsking(true) };
  const actions = [
    ...(name === OWNER ? [] : [edit]),
    ...(mayActOn(project.role, name) ? [look] : []),
    ...(place ? [why] : []),
    { label: t("settings.roles.duplicate"), icon: Copy, run: onDuplicate },
    ...(builtIn || holders !== 0
      ? []
      : [{ label: t("settings.roles.delete"), icon: Trash2, danger: true, run: () => setDeleting(true) }]),
  ];
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          {name === OWNER ? (
            title
          ) : (
            <Link to="/settings/{-$page}/{-$item}" params={{ page: "roles", item: name }} className={list.link}>
              {title}
            </Link>
          )}
          {builtIn && <Pill value="draft" label={t("settings.roles.builtIn")} />}
        </div>
        <div className={list.caption}>{roleSummary(role, t)}</div>
      </div>
      <div className={list.aside} />
      <div className={list.control}>{holders !== undefined && t("settings.roles.holders", { count: holders })}</div>
      <LineMenu label={t("settings.roles.menu", { name: title })} actions={actions} />
      {asking && place && <WhyDialog place={place} as={{ role: name }} name={title} onClose={() => setAsking(false)} />}
      {deleting && (
        <DeleteRoleDialog project={project.id} name={name} stored={stored} onClose={() => setDeleting(false)} />
      )}
    </li>
  );
}
