import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Rights } from "../../../api/policy";
import type { Table } from "../../../api/types";
import { mayRun, withRun } from "../../../lib/roleRights";
import styles from "./roles.module.css";

interface OperationRightsProps {
  table: Table;
  rights: Rights;
  onChange: (rights: Rights) => void;
}

/** Which actions a role may run on the rows of a table that it sees. */
export function OperationRights({ table, rights, onChange }: OperationRightsProps) {
  const { t } = useTranslation();
  const named = table.operations.map((one) => ({ ...one, name: one.operation.replace(/^.*\./, "") }));
  const all = named.map(({ name }) => name);
  return (
    <section className={`${styles.part} ${styles.actions}`}>
      <h3>{t("settings.roles.actions")}</h3>
      <Checkbox
        label={t("settings.roles.laterActions")}
        checked={rights.operations === true}
        onChange={(event) => onChange({ ...rights, operations: event.currentTarget.checked || all })}
      />
      {named.map(({ name, title, confirm }) => (
        <Checkbox
          key={name}
          label={title}
          description={confirm}
          checked={mayRun(rights, name)}
          onChange={(event) => onChange(withRun(rights, all, name, event.currentTarget.checked))}
        />
      ))}
    </section>
  );
}
