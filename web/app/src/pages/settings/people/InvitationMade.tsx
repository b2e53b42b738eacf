import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MadeInvitation } from "../../../api/invitations";
import dialog from "../parts/dialog.module.css";
import { SecretField } from "../parts/SecretField";

/** The link of an invitation: the one time that it is told. */
export function InvitationMade({ invitation, onClose }: { invitation: MadeInvitation; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t("settings.invite.made", { email: invitation.email })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.form}>
        <p className={dialog.text}>{t(`settings.invite.${invitation.mail}`)}</p>
        <SecretField label={t("settings.invite.link")} hint={t("settings.invite.linkHint")} value={invitation.link} />
        <div className={dialog.buttons}>
          <Button onClick={onClose}>{t("settings.done")}</Button>
        </div>
      </div>
    </Modal>
  );
}
