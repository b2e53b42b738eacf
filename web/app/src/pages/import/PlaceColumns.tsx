import { Button, MultiSelect, SegmentedControl } from "@mantine/core";
import { useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ImportMode, ImportPlan } from "../../api/imports";
import { columnOf, type TableRef } from "../../api/tables";
import { contextFor } from "../../fields/registry";
import { own } from "../../lib/own";
import { formatBytes } from "../../ui/formatters";
import { FormFailure } from "../FormFailure";
import dialog from "../settings/parts/dialog.module.css";
import { ColumnPlace } from "./ColumnPlace";
import { ImportLine } from "./ImportLine";
import styles from "./import.module.css";
import { importTargets, matchColumns } from "./mapping";
import type { ImportWork, OpenedFile } from "./useImport";

interface PlaceColumnsProps {
  source: TableRef;
  work: ImportWork;
  opened: OpenedFile;
}

/** How the file begins, where each of its columns goes, and whether its lines are new rows. */
export function PlaceColumns({ source, work, opened }: PlaceColumnsProps) {
  const { t } = useTranslation();
  const modeId = useId();
  const { plan, modes, running } = work;
  const targets = useMemo(() => importTargets(source, plan.mode), [source, plan.mode]);
  const missing = missingOf(plan);
  return (
    <div className={dialog.form}>
      <div className={styles.file}>
        <span>
          <strong>{opened.file.name}</strong> {formatBytes(opened.file.size)}
        </span>
        <Button variant="subtle" size="compact-xs" onClick={work.close} disabled={running}>
          {t("import.another")}
        </Button>
      </div>
      {modes.length > 1 && (
        <div>
          <span id={modeId} className={dialog.label}>
            {t("import.mode")}
          </span>
          <SegmentedControl
            fullWidth
            aria-labelledby={modeId}
            disabled={running}
            value={plan.mode}
            onChange={(mode) => work.setMode(mode as ImportMode)}
            data={modes.map((value) => ({ value, label: t(`import.modes.${value}`) }))}
          />
        </div>
      )}
      {plan.mode !== "add" && (
        <MultiSelect
          label={t("import.match")}
          disabled={running}
          value={plan.match}
          onChange={work.setMatch}
          data={matchColumns(source, plan.map).map(({ name }) => ({
            value: name,
            label: contextFor(source, name).title,
          }))}
        />
      )}
      <section>
        <h3 className={styles.heading}>{t("import.columns")}</h3>
        <ul className={styles.columns}>
          {opened.preview.columns.map((name, at) => (
            <ColumnPlace
              key={name}
              name={name}
              cells={opened.preview.lines.map((line) => line.cells[at] ?? null)}
              targets={targets}
              target={own(plan.map, name) ?? null}
              disabled={running}
              onPlace={(target) => work.place(name, target)}
            />
          ))}
        </ul>
      </section>
      {bringsMoments(source, plan) && <p className={dialog.text}>{t("import.utc")}</p>}
      {running && <ImportLine progress={work.progress} />}
      <FormFailure error={work.error} />
      <div className={dialog.buttons}>
        {missing && <span className={styles.missing}>{t(missing)}</span>}
        {running && (
          <Button variant="default" onClick={work.cancel}>
            {t("action.cancel")}
          </Button>
        )}
        <Button
          disabled={missing !== null}
          loading={running}
          onClick={() => work.start({ dryRun: true, skipErrors: false })}
          data-autofocus
        >
          {t("import.check")}
        </Button>
      </div>
    </div>
  );
}

/** What has to be chosen before the file can be tried (an i18n key). */
function missingOf({ mode, match, map }: ImportPlan): string | null {
  if (Object.values(map).every((target) => target === null)) return "import.noneMapped";
  return mode !== "add" && match.length === 0 ? "import.noMatch" : null;
}

function bringsMoments({ table }: TableRef, { map }: ImportPlan): boolean {
  return Object.values(map).some((path) => path !== null && columnOf(table, path)?.type === "timestamptz");
}
