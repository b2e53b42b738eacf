import { useQuery } from "@tanstack/react-query";
import { Link2, MailX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inviteAgain, type MadeInvitation, withdrawInvitation } from "../../../api/invitations";
import { type Invitation, peopleKey } from "../../../api/members";
import { waysQuery } from "../../../api/ways";
import { humanise } from "../../../lib/humanise";
import { formatAgo } from "../../../ui/formatAgo";
import { Pill } from "../../../ui/Pill";
import { LineMenu } from "../parts/LineMenu";
import list from "../parts/list.module.css";
import { useChange } from "../parts/useChange";
import { InvitationMade } from "./InvitationMade";

export function InvitationLine({ project, invitation }: { project: string; invitation: Invitation }) {
  const { t } = useTranslation();
  const { email } = invitation;
  const ways = useQuery(waysQuery);
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const key = peopleKey(project);
  const failed = t("settings.invite.notChanged", { email });
  const again = useChange(
    key,
    () => inviteAgain(project, invitation.id, ways.data?.mail ?? false),
    { failed },
    setMade,
  );
  const withdraw = useChange(key, () => withdrawInvitation(project, invitation.id), {
    done: t("settings.invite.withdrawn", { email }),
    failed,
  });
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          {email}
          {invitation.expired && <Pill value="expired" label={t("settings.invite.expired")} />}
        </div>
        <div className={list.caption}>{t("settings.invite.by", { name: invitation.invited_by })}</div>
      </div>
      <div className={list.aside}>
        {!invitation.expired && t("settings.invite.ends", { when: formatAgo(invitation.expires_at) })}
      </div>
      <div className={list.control}>{humanise(invitation.role)}</div>
      <LineMenu
        label={t("settings.invite.menu", { email })}
        actions={[
          { label: t("settings.invite.again"), icon: Link2, run: () => again.mutate(undefined) },
          { label: t("settings.invite.withdraw"), icon: MailX, danger: true, run: () => withdraw.mutate(undefined) },
        ]}
      />
      {made && <InvitationMade invitation={made} onClose={() => setMade(null)} />}
    </li>
  );
}
