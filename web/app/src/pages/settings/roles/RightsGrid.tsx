import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sourceOf } from "../../../api/paths";
import type { Role } from "../../../api/policy";
import type { AddedSource } from "../../../api/sources";
import { tableTitle } from "../../../api/tables";
import type { Table } from "../../../api/types";
import { own } from "../../../lib/own";
import { inherited, markOf, OTHER_TABLES, RIGHTS, rightsFor, wholeSource } from "../../../lib/roleRights";
import { useCatalogue } from "../../../shell/useCatalogue";
import { useWorkspace } from "../../../shell/useWorkspace";
import { ErrorState } from "../../../ui/ErrorState";
import { SkeletonRows } from "../../../ui/SkeletonRows";
import { OthersDrawer, type OthersDrawerProps } from "./OthersDrawer";
import { RightsGroup, type RightsGroupProps, type RightsLine } from "./RightsGroup";
import styles from "./roles.module.css";
import { TableDrawer } from "./TableDrawer";

export interface RightsGridProps {
  role: Role;
  onChange: (role: Role) => void;
}

/** A line for each table and a column for each right, by source. A table opens for its columns and rows. */
export function RightsGrid({ role, onChange }: RightsGridProps) {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  const { tables, settings, sources, growing, error, retry } = useCatalogue(place);
  const [opened, setOpened] = useState<string | null>(null);
  const [others, setOthers] = useState<OthersDrawerProps["others"] | null>(null);
  if (place && error) return <ErrorState title={t("error.tables")} error={error} onRetry={retry} />;
  if (place && !(tables && settings)) return <SkeletonRows />;
  const source = place && opened && tables?.get(opened);
  const linesOf = (name: string, missing: string): RightsLine[] => {
    const known = [...(tables?.values() ?? [])].filter((table) => table.source === name);
    const lines = known.map((table) => ({
      model: table.model,
      title: settings ? tableTitle(table, settings) : table.model,
      hint: hintOf(role, table, t),
      known: true,
    }));
    // A role may name tables that this database does not have, no longer, or not yet.
    const others = growing ? [] : Object.keys(role.tables ?? {}).filter((model) => !tables?.has(model));
    const named = others.filter((model) => nameAmong(sources, model) === name && model !== wholeSource(name));
    return [
      ...lines.sort((a, b) => a.title.localeCompare(b.title)),
      ...named.map((model) => ({ model, title: model, hint: missing, known: false })),
    ];
  };
  const common = { role, onChange, onOpen: setOpened };
  const acting = new Set([...(tables?.values() ?? [])].flatMap((one) => (one.operations.length > 0 ? one.source : [])));
  /** The line that stands for the tables without one, of a source or, for `undefined`, of all. */
  const othersOf = (line: RightsGroupProps["others"], source?: string) => ({
    others: { ...line, hint: [line.hint, actionsHint(role, line.model, t)].filter(Boolean).join(" · ") },
    onOpenOthers: (source === undefined ? acting.size > 0 : acting.has(source)) ? () => setOthers(line) : undefined,
  });
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
          <RightsGroup
            {...common}
            {...othersOf({
              model: OTHER_TABLES,
              title: t("settings.roles.otherTables"),
              hint: t("settings.roles.otherTablesHint"),
            })}
            lines={linesOf("", t("settings.roles.missing"))}
          />
          {sources.map(({ name, title, colour, error: away }) => (
            <RightsGroup
              {...common}
              key={name}
              title={title}
              colour={colour}
              {...othersOf(
                {
                  model: wholeSource(name),
                  title: t("settings.roles.otherTablesOf", { title }),
                  hint: t("settings.roles.otherTablesOfHint"),
                },
                name,
              )}
              lines={linesOf(name, t(away ? "settings.roles.away" : "settings.roles.missing", { title }))}
            />
          ))}
        </table>
      </section>
      {others && <OthersDrawer others={others} role={role} onChange={onChange} onClose={() => setOthers(null)} />}
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

/** Which actions of the tables without a line the role may run. */
function actionsHint(role: Role, model: string | null, t: TFunction): string {
  const { operations } = rightsFor(role, model);
  if (operations === true) return t("settings.roles.narrowed.allActions");
  return operations ? t("settings.roles.narrowed.actions", { count: operations.length }) : "";
}

/** The source that a table would be of; "" of the first, also where there is no such source. */
function nameAmong(sources: AddedSource[], model: string): string {
  return sources.find(({ name }) => name === sourceOf(model))?.name ?? "";
}

/** What narrows the table beyond the ticks. */
function hintOf(role: Role, table: Table, t: TFunction): string {
  const rights = own(role.tables, table.model);
  if (!rights) return markOf(inherited(role, table.model), "read") === "none" ? "" : t("settings.roles.asOthers");
  const changed = table.fields.filter((field) => field.changed).length;
  const narrowed = [
    changed > 0 && t("settings.roles.narrowed.changed", { count: changed }),
    Array.isArray(rights.read) && t("settings.roles.narrowed.columns", { count: rights.read.length }),
    rights.mask && t("settings.roles.narrowed.masked", { count: Object.keys(rights.mask).length }),
    rights.rows && t("settings.roles.narrowed.rows"),
    rights.preset && t("settings.roles.narrowed.preset"),
    Array.isArray(rights.operations) && t("settings.roles.narrowed.actions", { count: rights.operations.length }),
    rights.max_rows && t("settings.roles.narrowed.max", { count: rights.max_rows }),
  ];
  return narrowed.filter(Boolean).join(" · ");
}
