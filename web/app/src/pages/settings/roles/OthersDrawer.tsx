import { ActionIcon, Checkbox } from "@mantine/core";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Role } from "../../../api/policy";
import { rightsFor, withRights } from "../../../lib/roleRights";
import { SideDrawer } from "../../../record/SideDrawer";
import styles from "./roles.module.css";

export interface OthersDrawerProps {
  /** What stands for the tables without a line. */
  others: { model: string | null; title: string };
  role: Role;
  onChange: (role: Role) => void;
  onClose: () => void;
}

/** What the ticks do not say of tables without a line: whether their actions may be run. */
export function OthersDrawer({ others: { model, title }, role, onChange, onClose }: OthersDrawerProps) {
  const { t } = useTranslation();
  const rights = rightsFor(role, model);
  const some = Array.isArray(rights.operations) && rights.operations.length > 0;
  return (
    <SideDrawer opened onClose={onClose}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <ActionIcon aria-label={t("action.close")} onClick={onClose}>
          <X size={16} aria-hidden />
        </ActionIcon>
      </header>
      <div className={styles.panel}>
        <section className={styles.part}>
          <h3>{t("settings.roles.actions")}</h3>
          <Checkbox
            label={t("settings.roles.laterActions")}
            description={some ? (rights.operations as string[]).join(", ") : t("settings.roles.otherActionsHint")}
            disabled={(rights.read ?? true) === false}
            checked={rights.operations === true}
            indeterminate={some}
            onChange={(event) =>
              onChange(withRights(role, model, { ...rights, operations: event.currentTarget.checked }))
            }
          />
        </section>
      </div>
    </SideDrawer>
  );
}
