import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "../../../api/policy";
import { tableTitle } from "../../../api/tables";
import { OTHER_TABLES, RIGHTS, rightsFor, withRight, withRights } from "../../../lib/roleRights";
import { useCatalogue, useWorkspace } from "../../../shell/useWorkspace";
import { ErrorState } from "../../../ui/ErrorState";
import { SkeletonRows } from "../../../ui/SkeletonRows";
import { RightsRow } from "./RightsRow";
import styles from "./roles.module.css";
import { TableDrawer } from "./TableDrawer";

export interface RightsGridProps {
  role: Role;
  onChange: (role: Role) => void;
}

/** A line for each table and a column for each right. A table opens for its columns and rows. */
export function RightsGrid({ role, onChange }: RightsGridProps) {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  const { tables, settings, error, retry } = useCatalogue(place);
  const [opened, setOpened] = useState<string | null>(null);
  if (place && error) return <ErrorState title={t("error.tables")} error={error} onRetry={retry} />;
  if (place && !(tables && settings)) return <SkeletonRows />;
  // A role may name tables that this database does not have, or no longer.
  const known = [...(tables?.values() ?? [])].map((table) => ({
    model: table.model,
    title: settings ? tableTitle(table, settings) : table.model,
  }));
  const missing = Object.keys(role.tables ?? {}).filter((model) => !tables?.has(model));
  const lines = [
    ...known.sort((a, b) => a.title.localeCompare(b.title)),
    ...missing.map((model) => ({ model, title: model })),
  ];
  const source = place && opened && tables?.get(opened);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, with the keyboard too */}
      <section className={styles.scroller} aria-label={t("settings.roles.rights")} tabIndex={0}>
        <table className={styles.grid}>
          <thead>
            <tr>
              <th scope="col">{t("settings.roles.table")}</th>
              {RIGHTS.map((right) => (
                <th scope="col" key={right}>
                  {t(`settings.roles.right.${right}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <RightsRow
              title={t("settings.roles.otherTables")}
              hint={t("settings.roles.otherTablesHint")}
              rights={rightsFor(role, OTHER_TABLES)}
              onRight={(right, on) =>
                onChange(withRights(role, OTHER_TABLES, withRight(rightsFor(role, OTHER_TABLES), right, on)))
              }
            />
            {lines.map(({ model, title }) => (
              <RightsRow
                key={model}
                title={title}
                hint={tables?.has(model) ? hintOf(role, model, t) : t("settings.roles.missing")}
                inherited={role.tables?.[model] === undefined}
                rights={rightsFor(role, model)}
                onRight={(right, on) => onChange(withRights(role, model, withRight(rightsFor(role, model), right, on)))}
                onOpen={tables?.has(model) ? () => setOpened(model) : undefined}
              />
            ))}
          </tbody>
        </table>
      </section>
      {source && tables && settings && (
        <TableDrawer
          source={{ project: place.project.id, bridge: place.bridge, table: source, tables, settings }}
          role={role}
          onChange={onChange}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

/** What narrows the table beyond the ticks. */
function hintOf(role: Role, model: string, t: ReturnType<typeof useTranslation>["t"]): string {
  const own = role.tables?.[model];
  if (!own) return role.every_table ? t("settings.roles.asOthers") : "";
  const narrowed = [
    Array.isArray(own.read) && t("settings.roles.narrowed.columns", { count: own.read.length }),
    own.mask && t("settings.roles.narrowed.masked", { count: Object.keys(own.mask).length }),
    own.rows && t("settings.roles.narrowed.rows"),
    own.preset && t("settings.roles.narrowed.preset"),
    own.max_rows && t("settings.roles.narrowed.max", { count: own.max_rows }),
  ];
  return narrowed.filter(Boolean).join(" · ");
}
