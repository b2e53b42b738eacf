import { ActionIcon, Button, Checkbox, NumberInput } from "@mantine/core";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Rights, Role } from "../../../api/policy";
import { type TableRef, tableTitle } from "../../../api/tables";
import { hasOwn, inherited, markOf, rightsFor, withRights } from "../../../lib/roleRights";
import { SideDrawer } from "../../../record/SideDrawer";
import { ColumnRights } from "./ColumnRights";
import { OperationRights } from "./OperationRights";
import { PresetList } from "./PresetList";
import { RowRuleEditor } from "./RowRuleEditor";
import styles from "./roles.module.css";

export interface TableDrawerProps {
  source: TableRef;
  role: Role;
  onChange: (role: Role) => void;
  onClose: () => void;
}

/** Which columns and rows of a table a role has. The changes are part of the draft behind. */
export function TableDrawer({ source, role, onChange, onClose }: TableDrawerProps) {
  const { t } = useTranslation();
  const { table, settings } = source;
  const rights = rightsFor(role, table.model);
  const set = (next: Rights | undefined) => onChange(withRights(role, table.model, next));
  const title = tableTitle(table, settings);
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
          <h3>{t("settings.roles.columns")}</h3>
          <Checkbox
            label={t("settings.roles.laterColumns")}
            description={t("settings.roles.laterColumnsHint")}
            checked={(rights.read ?? true) === true}
            onChange={(event) =>
              set({ ...rights, read: event.currentTarget.checked || table.fields.map((field) => field.name) })
            }
          />
          <ColumnRights source={source} rights={rights} onChange={set} />
        </section>
        {table.operations.length > 0 && <OperationRights table={table} rights={rights} onChange={set} />}
        <RowRuleEditor source={source} rights={rights} onChange={set} />
        <PresetList source={source} rights={rights} onChange={set} />
        <NumberInput
          label={t("settings.roles.maxRows")}
          description={t("settings.roles.maxRowsHint")}
          placeholder={t("settings.roles.noLimit")}
          min={1}
          allowDecimal={false}
          hideControls
          value={rights.max_rows ?? ""}
          onChange={(value) => {
            const { max_rows: _, ...rest } = rights;
            set(typeof value === "number" && value >= 1 ? { ...rest, max_rows: value } : rest);
          }}
        />
        {hasOwn(role, table.model) && (
          <div>
            <Button size="xs" variant="default" onClick={() => set(undefined)}>
              {t(
                markOf(inherited(role, table.model), "read") === "none"
                  ? "settings.roles.takeAway"
                  : "settings.roles.backToOthers",
              )}
            </Button>
          </div>
        )}
      </div>
    </SideDrawer>
  );
}
