import { Button } from "@mantine/core";
import { Plus, UserRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Rights } from "../../../api/policy";
import type { TableRef } from "../../../api/tables";
import { NO_CONDITION, type RowRule, readRule, suggestOwn, unseenIn, writeRule } from "../../../lib/rowRule";
import { FilterBar } from "../../filter/FilterBar";
import { FilterButton } from "../../filter/FilterButton";
import { AttributeLines } from "./AttributeLines";
import styles from "./roles.module.css";
import { OWN, useAttributes } from "./useAttributes";

export interface RowRuleEditorProps {
  source: TableRef;
  rights: Rights;
  onChange: (rights: Rights) => void;
}

/** The filters that every row must pass, made as those of a list; or others in their place. */
export function RowRuleEditor({ source, rights, onChange }: RowRuleEditorProps) {
  const { t } = useTranslation();
  /** A way more that has no condition yet: it stands nowhere but here. */
  const [another, setAnother] = useState(false);
  const rule = readRule(rights.rows);
  const setRule = (next: RowRule[]) => {
    const rows = writeRule(next);
    const { rows: _, ...rest } = rights;
    onChange(rows ? { ...rest, rows } : rest);
    setAnother(false);
  };
  if (!rule) {
    return (
      <section className={styles.part}>
        <h3>{t("settings.roles.rows")}</h3>
        <p>{t("settings.roles.ruleByHand")}</p>
        <Beyond source={source} rights={rights} />
        <pre className={styles.source}>{JSON.stringify(rights.rows, null, 2)}</pre>
        <Button size="xs" variant="default" mt="xs" onClick={() => setRule([])}>
          {t("settings.roles.dropRule")}
        </Button>
      </section>
    );
  }
  const ways = another || rule.length === 0 ? [...rule, NO_CONDITION] : rule;
  return (
    <section className={styles.part}>
      <h3>{t("settings.roles.rows")}</h3>
      <p>{t(ruleText(rule))}</p>
      <Beyond source={source} rights={rights} />
      {ways.map((way, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a way is its place
        <div key={at}>
          {at > 0 && <div className={styles.or}>{t("settings.roles.or")}</div>}
          <WayEditor source={source} way={way} onChange={(next) => setRule(ways.with(at, next))} />
        </div>
      ))}
      {rule.some((way) => way.own.length > 0) && <p>{t("settings.roles.attributesFrom")}</p>}
      {rule.length > 0 && !another && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setAnother(true)}
        >
          {t("settings.roles.another")}
        </Button>
      )}
    </section>
  );
}

function Beyond({ source, rights }: Pick<RowRuleEditorProps, "source" | "rights">) {
  const { t } = useTranslation();
  const names = rights.rows ? unseenIn(rights.rows, source) : [];
  return (
    names.length > 0 && <p className={styles.beyond}>{t("settings.roles.ruleBeyond", { names: names.join(", ") })}</p>
  );
}

function ruleText(rule: RowRule[]): string {
  if (rule.length === 0) return "settings.roles.everyRow";
  return rule.length === 1 ? "settings.roles.someRows" : "settings.roles.someRowsOf";
}

interface WayEditorProps {
  source: TableRef;
  way: RowRule;
  onChange: (way: RowRule) => void;
}

/** Filters that all hold. */
function WayEditor({ source, way, onChange }: WayEditorProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const attributes = useAttributes(source.project, []);
  const own = suggestOwn(source.table.fields, attributes, OWN);
  return (
    <>
      {way.filters.length > 0 && (
        <FilterBar
          source={source}
          filters={way.filters}
          onChange={(change) => onChange({ ...way, filters: change(way.filters) })}
        />
      )}
      <AttributeLines source={source} lines={way.own} onChange={(own) => onChange({ ...way, own })} />
      <div className={styles.rule}>
        <FilterButton
          source={source}
          opened={adding}
          onOpened={setAdding}
          onAdd={(item) => onChange({ ...way, filters: [...way.filters, item] })}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<UserRound size={14} aria-hidden />}
          onClick={() => own && onChange({ ...way, own: [...way.own, own] })}
        >
          {t("settings.roles.ownRows")}
        </Button>
      </div>
    </>
  );
}
