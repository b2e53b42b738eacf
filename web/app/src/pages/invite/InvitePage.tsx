import "../../i18n/settings";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ShownInvitation, shownInvitationQuery } from "../../api/invitations";
import { useSession } from "../../api/session";
import { humanise } from "../../lib/humanise";
import { useAddressSearch } from "../../shell/address";
import { ErrorState } from "../../ui/ErrorState";
import { EntryCard } from "../EntryCard";
import { AcceptInvitation } from "./AcceptInvitation";

/** Where the link of an invitation leads. */
export function InvitePage() {
  const { t } = useTranslation();
  const { code = "" } = useAddressSearch();
  const shown = useQuery(shownInvitationQuery(code));
  const session = useSession();
  if (shown.error) {
    return (
      <EntryCard title={t("settings.accept.title")}>
        <ErrorState title={t("settings.accept.failed")} error={shown.error} />
      </EntryCard>
    );
  }
  if (!shown.data || !session.data) return null;
  const person = session.data.state === "signed_in" ? session.data.person : null;
  return (
    <EntryCard title={t("settings.accept.join", { project: shown.data.project })} text={invitationText(shown.data, t)}>
      <AcceptInvitation code={code} email={shown.data.email} person={person} />
    </EntryCard>
  );
}

function invitationText({ role, invited_by: by }: ShownInvitation, t: ReturnType<typeof useTranslation>["t"]): string {
  return t("settings.accept.text", { name: by, role: humanise(role) });
}
