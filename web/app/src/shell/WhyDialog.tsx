import "../i18n/why";
import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { sourceOf } from "../api/paths";
import { policyQuery } from "../api/policy";
import type { Viewing } from "../api/viewing";
import { type Asked, askWhy, type Why } from "../api/why";
import { own } from "../lib/own";
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

const SUBJECTS: Asked["what"][] = ["table", "operation", "endpoint"];

/** Names the rules that keep a table, a column, a record, an action or an endpoint from somebody. */
export function WhyDialog({ place, as, name, onClose }: WhyDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { table = "", key = "" } = useAddress();
  const [asked, setAsked] = useState<Asked>({ what: "table", table, column: "", key });
  const project = place.project.id;
  const why = useMutation({
    mutationFn: async () => {
      if (asked.what !== "endpoint") return askWhy(project, place.bridge, as, asked);
      const { policy } = await queries.fetchQuery(policyQuery(project));
      const source = sourceOf(own(policy.endpoints, asked.table)?.operation ?? "");
      return askWhy(project, place.bridge, as, { ...asked, source });
    },
  });
  const choose = (what: Asked["what"]) => {
    setAsked({ what, table: what === "table" ? table : "", column: "", key: what === "table" ? key : "" });
    why.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    why.mutate();
  };
  const input = (part: "table" | "column" | "key", word: string = part) => ({
    label: t(`why.${word}`),
    description: t(`why.${word}Hint`),
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
        <NativeSelect
          label={t("why.what")}
          value={asked.what}
          onChange={(event) => choose(event.currentTarget.value as Asked["what"])}
          data={SUBJECTS.map((value) => ({ value, label: t(`why.subject.${value}`) }))}
        />
        <TextInput {...input("table", asked.what)} data-autofocus />
        {asked.what === "table" && (
          <>
            <TextInput {...input("column")} />
            <TextInput {...input("key")} />
          </>
        )}
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
