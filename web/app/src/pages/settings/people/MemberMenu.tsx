import "../../../i18n/why";
import { CircleHelp, Eye, KeyRound, LogOut, Pause, Play, ShieldOff, Tags, UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Member } from "../../../api/members";
import type { Project } from "../../../api/types";
import { useWorkspace } from "../../../shell/useWorkspace";
import { viewAs } from "../../../shell/viewAs";
import { WhyDialog } from "../../../shell/WhyDialog";
import { type LineAction, LineMenu } from "../parts/LineMenu";
import { AttributesDialog } from "./AttributesDialog";
import { MemberDialog, type MemberQuestion } from "./MemberDialog";
import { PasswordLinkDialog } from "./PasswordLinkDialog";
import { mayActOn } from "./ranks";

type Dialog = "why" | "attributes" | "link" | { question: MemberQuestion };

export interface MemberMenuProps {
  project: Project;
  member: Member;
  /** Whether this is whoever looks. */
  own: boolean;
  onResume: () => void;
}

/** What can be done with a member, and what is asked before it is. */
export function MemberMenu({ project, member, own, onResume }: MemberMenuProps) {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const name = member.name || member.email;
  const owns = project.role === "owner";
  const open = (label: string, icon: LineAction["icon"], what: Dialog): LineAction => ({
    label: t(label),
    icon,
    run: () => setDialog(what),
  });
  const ask = (question: MemberQuestion, icon: LineAction["icon"], danger = false): LineAction => ({
    ...open(`settings.people.ask.${question}.action`, icon, { question }),
    danger,
  });
  const look = { label: t("settings.viewAs"), icon: Eye, run: () => viewAs(project, { member: member.id }, name) };
  const attributes = open("settings.attributes.action", Tags, "attributes");
  const actions = [
    ...(member.suspended ? [] : [look]),
    ...(place ? [open("why.action", CircleHelp, "why")] : []),
    attributes,
    ask("signOut", LogOut),
    ...(owns ? [ask("secondFactor", ShieldOff), open("settings.passwordLink.action", KeyRound, "link")] : []),
    member.suspended ? { label: t("settings.people.resume"), icon: Play, run: onResume } : ask("suspend", Pause),
    ask("remove", UserMinus, true),
  ];
  const mayAct = !own && mayActOn(project.role, member.role);
  // Nobody but an owner gives attributes to themselves.
  if (!mayAct && !(own && owns)) return null;
  return (
    <>
      <LineMenu label={t("settings.people.menu", { name })} actions={own ? [attributes] : actions} />
      {dialog === "why" && place && <WhyDialog place={place} as={{ member: member.id }} name={name} onClose={close} />}
      {dialog === "link" && <PasswordLinkDialog project={project.id} member={member} onClose={close} />}
      {dialog === "attributes" && <AttributesDialog project={project.id} member={member} onClose={close} />}
      {typeof dialog === "object" && dialog && (
        <MemberDialog project={project.id} member={member} question={dialog.question} onClose={close} />
      )}
    </>
  );
}
