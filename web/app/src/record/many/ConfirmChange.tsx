import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type TableRef, tableTitle } from "../../api/tables";
import type { Row } from "../../api/types";
import { Changes } from "../history/Changes";
import record from "../record.module.css";
import { rowsText } from "../rowsText";
import styles from "./many.module.css";
import { Refusal } from "./Refusal";

interface ConfirmChangeProps {
  source: TableRef;
  values: Row;
  /** How many rows are changed, as the bridge has counted. */
  count: number;
  writing: boolean;
  error: unknown;
  onBack: () => void;
  onWrite: () => void;
}

/** How many rows of which table get which values, and what of it can be taken back. */
export function ConfirmChange({ source, values, count, writing, error, onBack, onWrite }: ConfirmChangeProps) {
  const { t } = useTranslation();
  const { table, settings } = source;
  const facts = { rows: rowsText(count, t), table: tableTitle(table, settings), count };
  if (count === 0) {
    return (
      <>
        <p className={record.text}>{t("many.none")}</p>
        <div className={record.buttons}>
          <Button onClick={onBack}>{t("action.back")}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p className={record.text}>{t("many.confirm", facts)}</p>
      <Changes source={source} event={{ to: values }} />
      <p className={styles.kept}>{t(table.has_history ? "many.kept" : "many.final")}</p>
      <Refusal error={error} />
      <div className={record.buttons}>
        <Button variant="default" disabled={writing} onClick={onBack}>
          {t("action.back")}
        </Button>
        <Button loading={writing} onClick={onWrite} data-autofocus>
          {t("many.change", facts)}
        </Button>
      </div>
    </>
  );
}
