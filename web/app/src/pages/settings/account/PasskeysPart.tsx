import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  addPasskey,
  browserHasPasskeys,
  type Passkey,
  passkeysKey,
  passkeysQuery,
  removePasskey,
  renamePasskey,
} from "../../../api/passkeys";
import { formatAgo } from "../../../ui/formatAgo";
import { FormDialog } from "../parts/FormDialog";
import { LineMenu } from "../parts/LineMenu";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { NameDialog } from "../parts/NameDialog";
import { Part } from "../parts/Part";
import { useChange } from "../parts/useChange";

/** What signs the person in without a password. */
export function PasskeysPart() {
  const { t } = useTranslation();
  const passkeys = useQuery(passkeysQuery);
  const [adding, setAdding] = useState(false);
  return (
    <Part
      title={t("settings.passkeys.title")}
      text={t(browserHasPasskeys() ? "settings.passkeys.text" : "settings.passkeys.unknown")}
      action={
        <Button size="xs" variant="default" disabled={!browserHasPasskeys()} onClick={() => setAdding(true)}>
          {t("settings.passkeys.add")}
        </Button>
      }
    >
      <Loaded query={passkeys} failed={t("settings.passkeys.failed")}>
        {(found) =>
          found.length > 0 && (
            <ul className={list.list} aria-label={t("settings.passkeys.title")}>
              {found.map((passkey) => (
                <PasskeyLine key={passkey.id} passkey={passkey} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </Part>
  );
}

function PasskeyLine({ passkey }: { passkey: Passkey }) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<"rename" | "remove" | null>(null);
  const close = () => setQuestion(null);
  const name = passkey.name;
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>{name}</div>
        <div className={list.caption}>{t("settings.passkeys.made", { when: formatAgo(passkey.created_at) })}</div>
      </div>
      <div className={list.aside}>
        {passkey.used_at === null
          ? t("settings.passkeys.unused")
          : t("settings.sessions.seen", { when: formatAgo(passkey.used_at) })}
      </div>
      <LineMenu
        label={t("settings.people.menu", { name })}
        actions={[
          { label: t("settings.passkeys.rename"), icon: Pencil, run: () => setQuestion("rename") },
          { label: t("settings.passkeys.remove"), icon: Trash2, danger: true, run: () => setQuestion("remove") },
        ]}
      />
      {question === "rename" && <RenameDialog passkey={passkey} onClose={close} />}
      {question === "remove" && <RemoveDialog passkey={passkey} onClose={close} />}
    </li>
  );
}

/** Closes too where the browser's question was put away: nothing was made then. */
function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useChange(passkeysKey, addPasskey, {}, onClose);
  return (
    <NameDialog
      label={t("settings.passkeys.name")}
      hint={t("settings.passkeys.nameHint")}
      title={t("settings.passkeys.add")}
      text={t("settings.passkeys.addText")}
      submit={t("settings.passkeys.addSubmit")}
      first={t("settings.passkeys.own")}
      busy={add.isPending}
      error={add.error}
      onSubmit={add.mutate}
      onClose={onClose}
    />
  );
}

function RenameDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation();
  const rename = useChange(passkeysKey, (name: string) => renamePasskey(passkey.id, name), {}, onClose);
  return (
    <NameDialog
      label={t("settings.passkeys.name")}
      hint={t("settings.passkeys.nameHint")}
      title={t("settings.passkeys.rename")}
      submit={t("action.save")}
      first={passkey.name}
      busy={rename.isPending}
      error={rename.error}
      onSubmit={rename.mutate}
      onClose={onClose}
    />
  );
}

function RemoveDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation();
  const done = t("settings.passkeys.removed", { name: passkey.name });
  const remove = useChange(passkeysKey, () => removePasskey(passkey.id), { done }, onClose);
  return (
    <FormDialog
      title={t("settings.passkeys.removeTitle", { name: passkey.name })}
      text={t("settings.passkeys.removeText")}
      submit={t("action.remove")}
      danger
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate(undefined)}
      onClose={onClose}
    />
  );
}
