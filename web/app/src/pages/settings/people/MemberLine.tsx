import { NativeSelect } from "@mantine/core";
import { Eye, KeyRound, LogOut, Pause, Play, ShieldOff, Tags, UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeMember, type Member, peopleKey } from "../../../api/members";
import type { Project } from "../../../api/types";
import { humanise } from "../../../lib/humanise";
import { viewAs } from "../../../shell/viewAs";
import { formatAgo } from "../../../ui/formatAgo";
import { formatMoment } from "../../../ui/formatters";
import { Pill } from "../../../ui/Pill";
import { type LineAction, LineMenu } from "../parts/LineMenu";
import list from "../parts/list.module.css";
import { useChange } from "../parts/useChange";
import { AttributesDialog } from "./AttributesDialog";
import { MemberDialog, type MemberQuestion } from "./MemberDialog";
import { PasswordLinkDialog } from "./PasswordLinkDialog";
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
  const [question, setQuestion] = useState<MemberQuestion | null>(null);
  const [dialog, setDialog] = useState<"link" | "attributes" | null>(null);
  const name = member.name || member.email;
  const key = peopleKey(project.id);
  const change = useChange(
    key,
    (next: { role?: string; suspended?: boolean }) => changeMember(project.id, member.id, next),
    { done: t("settings.people.changed", { name }), failed: t("settings.people.notChanged", { name }) },
  );
  const mayAct = !own && mayActOn(project.role, member.role);
  const ask = (id: MemberQuestion, icon: LineAction["icon"], danger = false): LineAction => ({
    label: t(`settings.people.ask.${id}.action`),
    icon,
    danger,
    run: () => setQuestion(id),
  });
  const resume = { label: t("settings.people.resume"), icon: Play, run: () => change.mutate({ suspended: false }) };
  const link = { label: t("settings.passwordLink.action"), icon: KeyRound, run: () => setDialog("link") };
  const attributes = { label: t("settings.attributes.action"), icon: Tags, run: () => setDialog("attributes") };
  const look = { label: t("settings.viewAs"), icon: Eye, run: () => viewAs(project, { member: member.id }, name) };
  const actions = [
    ...(member.suspended ? [] : [look]),
    attributes,
    ask("signOut", LogOut),
    ...(project.role === "owner" ? [ask("secondFactor", ShieldOff), link] : []),
    member.suspended ? resume : ask("suspend", Pause),
    ask("remove", UserMinus, true),
  ];
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
      {mayAct && <LineMenu label={t("settings.people.menu", { name })} actions={actions} />}
      {own && project.role === "owner" && (
        <LineMenu label={t("settings.people.menu", { name })} actions={[attributes]} />
      )}
      {dialog === "link" && <PasswordLinkDialog project={project.id} member={member} onClose={() => setDialog(null)} />}
      {dialog === "attributes" && (
        <AttributesDialog project={project.id} member={member} onClose={() => setDialog(null)} />
      )}
      {question && (
        <MemberDialog project={project.id} member={member} question={question} onClose={() => setQuestion(null)} />
      )}
    </li>
  );
}
