import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Policy, Role } from "../../../api/policy";
import { NamedRights } from "./NamedRights";
import styles from "./roles.module.css";
import { useSourceActions } from "./useSourceActions";

export interface RoleSwitchesProps {
  role: Role;
  policy: Policy;
  onChange: (role: Role) => void;
}

const RIGHTS = ["structure", "sources", "sql", "audit"] as const;

const titled = (kept: Record<string, { title?: string }>) =>
  Object.entries(kept).map(([value, { title }]) => ({ value, label: title || value }));

/** What a role may do that belongs to no table. */
export function RoleSwitches({ role, policy, onChange }: RoleSwitchesProps) {
  const { t } = useTranslation();
  const actions = useSourceActions();
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
      <NamedRights
        label={t("settings.roles.queries")}
        value={role.queries}
        known={titled(policy.queries)}
        onChange={(queries) => onChange({ ...role, queries })}
      />
      <NamedRights
        label={t("settings.roles.endpoints")}
        value={role.endpoints}
        known={titled(policy.endpoints)}
        onChange={(endpoints) => onChange({ ...role, endpoints })}
      />
      {(actions.length > 0 || role.operations) && (
        <NamedRights
          label={t("settings.roles.sourceActions")}
          value={role.operations}
          known={actions}
          onChange={(operations) => onChange({ ...role, operations })}
        />
      )}
    </section>
  );
}
