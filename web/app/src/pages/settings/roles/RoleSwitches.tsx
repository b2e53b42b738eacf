import { Checkbox, MultiSelect, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Policy, Role } from "../../../api/policy";
import styles from "./roles.module.css";

export interface RoleSwitchesProps {
  role: Role;
  /** The saved queries that there are. */
  queries: Policy["queries"];
  onChange: (role: Role) => void;
}

const RIGHTS = ["structure", "sources", "sql", "audit"] as const;

/** What a role may do that belongs to no table. */
export function RoleSwitches({ role, queries, onChange }: RoleSwitchesProps) {
  const { t } = useTranslation();
  const listed = Array.isArray(role.queries);
  const which = listed ? "some" : role.queries ? "all" : "none";
  const choose = (next: string) => onChange({ ...role, queries: next === "some" ? [] : next === "all" });
  const known = Object.entries(queries).map(([value, { title }]) => ({ value, label: title || value }));
  return (
    <section className={styles.switches} aria-label={t("settings.roles.general")}>
      {RIGHTS.map((right) => (
        <Checkbox
          key={right}
          label={t(`settings.roles.${right}`)}
          description={t(`settings.roles.${right}Hint`)}
          checked={role[right] ?? false}
          onChange={(event) => onChange({ ...role, [right]: event.currentTarget.checked })}
        />
      ))}
      <div className={styles.queries}>
        <NativeSelect
          label={t("settings.roles.queries")}
          value={which}
          onChange={(event) => choose(event.currentTarget.value)}
          data={["none", "some", "all"].map((value) => ({ value, label: t(`settings.roles.queriesOf.${value}`) }))}
        />
        {listed && (
          <MultiSelect
            aria-label={t("settings.roles.queriesOf.some")}
            placeholder={known.length > 0 ? undefined : t("settings.roles.noQueries")}
            data={known}
            value={role.queries as string[]}
            onChange={(ids) => onChange({ ...role, queries: ids })}
          />
        )}
      </div>
    </section>
  );
}
