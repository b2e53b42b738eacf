import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Member, peopleKey } from "../../../api/members";
import { makePasswordLink } from "../../../api/passwordLinks";
import dialog from "../parts/dialog.module.css";
import { FormDialog } from "../parts/FormDialog";
import { SecretField } from "../parts/SecretField";
import { useChange } from "../parts/useChange";

export interface PasswordLinkDialogProps {
  project: string;
  member: Member;
  onClose: () => void;
}

/** A link for somebody who forgot their password, to hand over where no mail goes out. */
export function PasswordLinkDialog({ project, member, onClose }: PasswordLinkDialogProps) {
  const { t } = useTranslation();
  const name = member.name || member.email;
  const make = useChange(peopleKey(project), () => makePasswordLink(project, member.id), {});
  if (!make.data) {
    return (
      <FormDialog
        title={t("settings.passwordLink.title", { name })}
        text={t("settings.passwordLink.text")}
        submit={t("settings.passwordLink.submit")}
        busy={make.isPending}
        error={make.error}
        onSubmit={() => make.mutate(undefined)}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t("settings.passwordLink.made", { name })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.form}>
        <SecretField label={t("settings.invite.link")} hint={t("settings.passwordLink.hint")} value={make.data.link} />
        <div className={dialog.buttons}>
          <Button onClick={onClose}>{t("settings.done")}</Button>
        </div>
      </div>
    </Modal>
  );
}
