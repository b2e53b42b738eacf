import { Button } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { CircleCheck, PlugZap } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Found } from "../../../api/sourceChanges";
import { formatNumber } from "../../../ui/formatters";
import { FormFailure } from "../../FormFailure";
import styles from "./sources.module.css";

export interface TestResultProps {
  test: UseMutationResult<Found, Error, void>;
  /** What is wrong that no field says. */
  error: unknown;
}

/** Tries a source without keeping it, and says what it holds or why it does not answer. */
export function TestResult({ test, error }: TestResultProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.test}>
      <Button
        variant="default"
        leftSection={<PlugZap size={14} aria-hidden />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {t("sources.test")}
      </Button>
      {test.data && (
        <p className={styles.found} role="status">
          <CircleCheck size={16} aria-hidden />
          {[
            `${test.data.engine} ${test.data.version}`.trim(),
            t("sources.tableCount", { count: test.data.tables.length }),
            t("sources.seconds", { seconds: formatNumber(test.data.seconds.toFixed(2)) }),
          ].join(" · ")}
        </p>
      )}
      {test.data?.notes.map((note) => (
        <p key={note} className={styles.found}>
          {note}
        </p>
      ))}
      <FormFailure error={error} />
    </div>
  );
}
