import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MadeApiToken } from "../../../api/apiTokens";
import dialog from "../parts/dialog.module.css";
import { SecretField } from "../parts/SecretField";

/** The token: the one time that it is told. */
export function TokenMade({ made, onClose }: { made: MadeApiToken; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      // A click beside it would lose the token.
      closeOnClickOutside={false}
      title={<strong>{t("settings.tokens.made", { name: made.name })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={dialog.form}>
        <SecretField label={t("settings.tokens.token")} hint={t("settings.tokens.once")} value={made.token} />
        <p className={dialog.text}>
          {t("settings.tokens.send")} <code>Authorization: Token jat_…</code>
        </p>
        <div className={dialog.buttons}>
          <Button onClick={onClose}>{t("settings.done")}</Button>
        </div>
      </div>
    </Modal>
  );
}
