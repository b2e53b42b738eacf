import "../i18n/why";
import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Viewing } from "../api/viewing";
import { type Asked, askWhy, type Why } from "../api/why";
import { FormFailure } from "../pages/FormFailure";
import { Pill } from "../ui/Pill";
import { useAddress } from "./address";
import type { Place } from "./places";
import styles from "./WhyDialog.module.css";

export interface WhyDialogProps {
  place: Place;
  as: Viewing["as"];
  /** What people call them. */
  name: string;
  onClose: () => void;
}

/** Names the rules that hide a table, a column or a record from somebody. Begins with what the address shows. */
export function WhyDialog({ place, as, name, onClose }: WhyDialogProps) {
  const { t } = useTranslation();
  const { table = "", key = "" } = useAddress();
  const [asked, setAsked] = useState<Asked>({ table, column: "", key });
  const why = useMutation({ mutationFn: () => askWhy(place.project.id, place.bridge, as, asked) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    why.mutate();
  };
  const input = (part: keyof Asked) => ({
    label: t(`why.${part}`),
    description: t(`why.${part}Hint`),
    value: asked[part],
    onChange: (event: FormEvent<HTMLInputElement>) => setAsked({ ...asked, [part]: event.currentTarget.value }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t("why.title", { name })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextInput {...input("table")} data-autofocus />
        <TextInput {...input("column")} />
        <TextInput {...input("key")} />
        <FormFailure error={why.error} />
        <Button type="submit" disabled={asked.table.trim() === ""} loading={why.isPending}>
          {t("why.ask")}
        </Button>
      </form>
      {why.data && <Answer why={why.data} />}
    </Modal>
  );
}

function Answer({ why }: { why: Why }) {
  const { t } = useTranslation();
  const said = why.visible === null ? "depends" : why.visible ? "visible" : "hidden";
  return (
    <div className={styles.answer} role="status">
      <p>{t(`why.${said}`)}</p>
      <ul>
        {why.reasons.map((one) => (
          <li key={`${one.reason} ${one.rule}`}>
            {one.detail} {one.rule && <code>{one.rule}</code>}
          </li>
        ))}
      </ul>
      {why.clauses.length > 0 && (
        <>
          <p>{t("why.clauses")}</p>
          <ul>
            {why.clauses.map((clause) => (
              <li key={clause.rule}>
                <code>{JSON.stringify(clause.says)}</code> <Held holds={clause.holds} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Held({ holds }: { holds: boolean | null }) {
  const { t } = useTranslation();
  if (holds === null) return <Pill value="draft" label={t("why.unknown")} />;
  return holds ? <Pill value="active" label={t("why.holds")} /> : <Pill value="blocked" label={t("why.fails")} />;
}
