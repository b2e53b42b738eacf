import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountQuery } from "../../../api/account";
import { waysQuery } from "../../../api/ways";
import { Loaded } from "../parts/Loaded";
import { Part } from "../parts/Part";
import { SettingsFrame } from "../parts/SettingsFrame";
import { PasskeysPart } from "./PasskeysPart";
import { PasswordPart } from "./PasswordPart";
import { SecondStepPart } from "./SecondStepPart";
import { SessionsPart } from "./SessionsPart";
import { SingleSignOnPart } from "./SingleSignOnPart";

/** What somebody signs in with, and where they are signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  const account = useQuery(accountQuery);
  const ways = useQuery(waysQuery).data;
  return (
    <SettingsFrame page="account">
      <Loaded query={account} failed={t("settings.account.failed")}>
        {(found) => (
          <>
            <Part title={found.name || found.email} text={found.email} />
            {found.password && <PasswordPart />}
            <SecondStepPart account={found} />
            {ways?.passkeys && <PasskeysPart />}
            {ways?.single_sign_on && <SingleSignOnPart account={found} name={ways.single_sign_on} />}
            <SessionsPart />
          </>
        )}
      </Loaded>
    </SettingsFrame>
  );
}
