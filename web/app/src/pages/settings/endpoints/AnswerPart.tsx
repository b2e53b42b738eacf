import { Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "../../../api/policy";
import { Part } from "../parts/Part";
import styles from "./endpoints.module.css";
import type { EndpointDraft } from "./useEndpointDraft";

const SHAPES: Shape[] = ["rows", "row", "value"];

export interface AnswerPartProps {
  endpoint: EndpointDraft;
  /** The columns that a trial has found, by type. */
  found: Record<string, string> | undefined;
}

/** In which shape it answers, and which columns are promised. */
export function AnswerPart({ endpoint, found }: AnswerPartProps) {
  const { t } = useTranslation();
  const { draft, operation, change } = endpoint;
  if (operation) {
    const { answers } = operation;
    return (
      <Part
        title={t("endpoints.answer")}
        text={answers ? t("endpoints.rowOf", { table: answers }) : t("endpoints.noAnswer")}
      />
    );
  }
  const promised = Object.entries(draft.columns);
  const learnable = found && Object.keys(found).length > 0 && JSON.stringify(found) !== JSON.stringify(draft.columns);
  return (
    <Part title={t("endpoints.answer")}>
      <NativeSelect
        label={t("endpoints.shape")}
        className={styles.field}
        value={draft.shape}
        onChange={(event) => change({ shape: event.currentTarget.value as Shape })}
        data={SHAPES.map((value) => ({ value, label: t(`endpoints.shapes.${value}`) }))}
      />
      <p className={styles.hint}>{t(promised.length > 0 ? "endpoints.promised" : "endpoints.notPromised")}</p>
      {promised.length > 0 && (
        <ul className={styles.columns}>
          {promised.map(([name, type]) => (
            <li key={name}>
              <code>{name}</code> <span className={styles.type}>{type}</span>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        {learnable && (
          <Button size="xs" variant="default" onClick={() => change({ columns: found })}>
            {t("endpoints.promise")}
          </Button>
        )}
        {promised.length > 0 && (
          <Button size="xs" variant="default" onClick={() => change({ columns: {} })}>
            {t("endpoints.promiseNothing")}
          </Button>
        )}
      </div>
    </Part>
  );
}
