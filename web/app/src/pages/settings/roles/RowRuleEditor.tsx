import { Button } from "@mantine/core";
import { UserRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Rights } from "../../../api/policy";
import type { TableRef } from "../../../api/tables";
import { type RowRule, readRule, writeRule } from "../../../lib/rowRule";
import { FilterBar } from "../../filter/FilterBar";
import { FilterButton } from "../../filter/FilterButton";
import { AttributeLines } from "./AttributeLines";
import styles from "./roles.module.css";

export interface RowRuleEditorProps {
  source: TableRef;
  rights: Rights;
  onChange: (rights: Rights) => void;
}

/** The filters that every row must pass, made as those of a list. */
export function RowRuleEditor({ source, rights, onChange }: RowRuleEditorProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const rule = readRule(rights.rows);
  const setRule = (next: RowRule) => {
    const rows = writeRule(next);
    const { rows: _, ...rest } = rights;
    onChange(rows ? { ...rest, rows } : rest);
  };
  if (!rule) {
    return (
      <section className={styles.part}>
        <h3>{t("settings.roles.rows")}</h3>
        <p>{t("settings.roles.ruleByHand")}</p>
        <pre className={styles.source}>{JSON.stringify(rights.rows, null, 2)}</pre>
        <Button size="xs" variant="default" mt="xs" onClick={() => setRule({ filters: [], own: [] })}>
          {t("settings.roles.dropRule")}
        </Button>
      </section>
    );
  }
  const first = source.table.fields.find((field) => field.type === "text") ?? source.table.fields[0];
  return (
    <section className={styles.part}>
      <h3>{t("settings.roles.rows")}</h3>
      <p>{t(rights.rows ? "settings.roles.someRows" : "settings.roles.everyRow")}</p>
      {rule.filters.length > 0 && (
        <FilterBar source={source} filters={rule.filters} onChange={(filters) => setRule({ ...rule, filters })} />
      )}
      <AttributeLines source={source} lines={rule.own} onChange={(own) => setRule({ ...rule, own })} />
      <div className={styles.rule}>
        <FilterButton
          source={source}
          opened={adding}
          onOpened={setAdding}
          onAdd={(item) => setRule({ ...rule, filters: [...rule.filters, item] })}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<UserRound size={14} aria-hidden />}
          onClick={() => first && setRule({ ...rule, own: [...rule.own, { column: first.name, attribute: "email" }] })}
        >
          {t("settings.roles.ownRows")}
        </Button>
      </div>
    </section>
  );
}
