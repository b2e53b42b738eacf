import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportResult } from "../../api/imports";
import type { TableRef } from "../../api/tables";
import { formatCount } from "../../ui/formatters";
import { FormFailure } from "../FormFailure";
import dialog from "../settings/parts/dialog.module.css";
import { ImportLine } from "./ImportLine";
import { ImportProblems } from "./ImportProblems";
import styles from "./import.module.css";
import type { ImportWork, Outcome } from "./useImport";

interface ImportOutcomeProps {
  source: TableRef;
  work: ImportWork;
  outcome: Outcome;
  onClose: () => void;
}

/** What the file would do, or has done, and what is wrong with it line by line. */
export function ImportOutcome({ source, work, outcome, onClose }: ImportOutcomeProps) {
  const { t } = useTranslation();
  const [skip, setSkip] = useState(false);
  const { result, done } = outcome;
  const { stopped } = result;
  const wrong = result.errors > 0;
  const nothing = !stopped && result.add + result.update === 0;
  // Of an app lines may be done already: from the start they would be made twice.
  const again = !stopped && (source.table.atomic || !work.running);
  const leave = () => {
    if (work.running) work.cancel();
    if (!again) onClose();
    else if (!work.running) work.back();
  };
  return (
    <div className={dialog.form}>
      <Counts result={result} done={done || stopped !== null} />
      {stopped && (
        <p className={styles.problem} role="alert">
          {t("import.stopped", { line: formatCount(stopped.line), reason: stopped.detail })}
        </p>
      )}
      {!done && wrong && (
        <>
          {!(stopped && result.errors === 1) && <ImportProblems source={source} problems={result.problems} />}
          {!nothing && (
            <Checkbox
              checked={skip}
              disabled={work.running}
              onChange={(event) => setSkip(event.currentTarget.checked)}
              label={t("import.skip")}
            />
          )}
        </>
      )}
      {work.running && <ImportLine progress={work.progress} />}
      <FormFailure error={work.error} />
      <div className={dialog.buttons}>
        {done ? (
          <Button onClick={onClose} data-autofocus>
            {t("import.finish")}
          </Button>
        ) : (
          <>
            <Button variant="default" onClick={leave}>
              {t(work.running ? "action.cancel" : again ? "action.back" : "action.close")}
            </Button>
            <Button
              disabled={nothing || (wrong && !skip)}
              loading={work.running}
              onClick={() => work.start({ dryRun: false, skipErrors: skip, fromLine: stopped?.line })}
            >
              {stopped ? t("import.goOn", { line: formatCount(stopped.line) }) : t("import.start")}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

const KINDS = ["add", "update", "unchanged", "errors"] as const;

function Counts({ result, done }: { result: ImportResult; done: boolean }) {
  const { t } = useTranslation();
  const tense = done ? "done" : "checked";
  const kinds = KINDS.filter((kind) => result[kind] > 0);
  return (
    <div role="status">
      <ul className={styles.counts}>
        {kinds.map((kind) => (
          <li key={kind} data-kind={kind}>
            {t(`import.${tense}.${kind}`, { count: result[kind], formatted: formatCount(result[kind]) })}
          </li>
        ))}
        {kinds.length === 0 && <li>{t(`import.${tense}.nothing`)}</li>}
      </ul>
    </div>
  );
}
