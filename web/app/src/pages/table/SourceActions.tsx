import "../../i18n/actions";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { operationsQuery } from "../../api/operations";
import type { TableRef } from "../../api/tables";
import { ActionsMenu } from "../../record/actions/ActionsMenu";
import styles from "./TableToolbar.module.css";

/** What the table's source does that belongs to no record; nothing where there is none. */
export function SourceActions({ source }: { source: TableRef }) {
  const { t } = useTranslation();
  const asked = useQuery(operationsQuery(source.project, source.bridge, source.table.source));
  const operations = asked.data?.filter((one) => one.table === null) ?? [];
  if (operations.length === 0) return null;
  return (
    <ActionsMenu
      source={source}
      row={null}
      operations={operations}
      before={(then) => then()}
      button={
        <Button
          variant="default"
          size="xs"
          className={styles.button}
          aria-label={t("actions.menu")}
          leftSection={<Zap size={14} aria-hidden />}
        >
          <span className={styles.text}>{t("actions.menu")}</span>
        </Button>
      }
    />
  );
}
