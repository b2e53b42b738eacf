import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeMember, type Member, peopleKey } from "../../../api/members";
import type { Project } from "../../../api/types";
import { humanise } from "../../../lib/humanise";
import { formatAgo } from "../../../ui/formatAgo";
import { formatMoment } from "../../../ui/formatters";
import { Pill } from "../../../ui/Pill";
import list from "../parts/list.module.css";
import { useChange } from "../parts/useChange";
import { MemberMenu } from "./MemberMenu";
import { givable, mayActOn } from "./ranks";

export interface MemberLineProps {
  project: Project;
  member: Member;
  roles: string[];
  /** Whether this is whoever looks. */
  own: boolean;
}

export function MemberLine({ project, member, roles, own }: MemberLineProps) {
  const { t } = useTranslation();
  const name = member.name || member.email;
  const key = peopleKey(project.id);
  const change = useChange(
    key,
    (next: { role?: string; suspended?: boolean }) => changeMember(project.id, member.id, next),
    { done: t("settings.people.changed", { name }), failed: t("settings.people.notChanged", { name }) },
  );
  const mayAct = !own && mayActOn(project.role, member.role);
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          {name}
          {own && <Pill value="draft" label={t("settings.people.you")} />}
          {member.suspended && <Pill value="blocked" label={t("settings.people.suspended")} />}
        </div>
        <div className={list.caption}>{member.email}</div>
      </div>
      <div className={list.aside}>
        {member.seen_at === null ? (
          t("settings.people.neverSeen")
        ) : (
          <span title={formatMoment(new Date(member.seen_at * 1000).toISOString())}>{formatAgo(member.seen_at)}</span>
        )}
      </div>
      <div className={list.control}>
        {mayAct ? (
          <NativeSelect
            size="xs"
            aria-label={t("settings.people.roleOf", { name })}
            value={(change.isPending && change.variables.role) || member.role}
            disabled={change.isPending}
            onChange={(event) => change.mutate({ role: event.currentTarget.value })}
            data={givable(roles, project.role).map((role) => ({ value: role, label: humanise(role) }))}
          />
        ) : (
          humanise(member.role)
        )}
      </div>
      <MemberMenu project={project} member={member} own={own} onResume={() => change.mutate({ suspended: false })} />
    </li>
  );
}
