import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Account, accountKey } from "../../../api/account";
import { beginSingleSignOn } from "../../../api/singleSignOn";
import { Part } from "../parts/Part";
import { useChange } from "../parts/useChange";

/** Whether the person also gets in through the organisation's provider. */
export function SingleSignOnPart({ account, name }: { account: Account; name: string }) {
  const { t } = useTranslation();
  const failed = t("settings.single.failed");
  const link = useChange(accountKey, () => beginSingleSignOn("link"), { failed });
  return (
    <Part
      title={name}
      text={t(account.single_sign_on.length > 0 ? "settings.single.linked" : "settings.single.notLinked")}
      action={
        account.single_sign_on.length === 0 && (
          <Button size="xs" variant="default" loading={link.isPending} onClick={() => link.mutate(undefined)}>
            {t("settings.single.link")}
          </Button>
        )
      }
    />
  );
}
