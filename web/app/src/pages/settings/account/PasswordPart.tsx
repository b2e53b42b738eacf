import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword, ownSessionsKey } from "../../../api/account";
import { fieldErrors } from "../../fieldErrors";
import { FormDialog } from "../parts/FormDialog";
import { Part } from "../parts/Part";
import { useChange } from "../parts/useChange";

export function PasswordPart() {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  return (
    <Part
      title={t("signIn.password")}
      text={t("settings.password.text")}
      action={
        <Button size="xs" variant="default" onClick={() => setChanging(true)}>
          {t("settings.password.change")}
        </Button>
      }
    >
      {changing && <PasswordDialog onClose={() => setChanging(false)} />}
    </Part>
  );
}

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const done = { done: t("settings.password.changed") };
  const change = useChange(ownSessionsKey, () => changePassword({ current, password }), done, onClose);
  const wrong = fieldErrors(change.error);
  const shared = { visibilityToggleButtonProps: { "aria-label": t("signIn.showPassword") } };
  return (
    <FormDialog
      title={t("settings.password.change")}
      submit={t("settings.password.change")}
      ready={current !== "" && password !== ""}
      busy={change.isPending}
      error={wrong.current || wrong.password ? null : change.error}
      onSubmit={() => change.mutate(undefined)}
      onClose={onClose}
    >
      <PasswordInput
        {...shared}
        label={t("settings.password.current")}
        autoComplete="current-password"
        data-autofocus
        error={wrong.current}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        {...shared}
        label={t("settings.password.new")}
        description={t("settings.password.hint")}
        autoComplete="new-password"
        error={wrong.password}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
