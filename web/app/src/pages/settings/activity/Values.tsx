import { useTranslation } from "react-i18next";
import type { Value } from "../../../api/types";
import styles from "./activity.module.css";

export interface ValuesProps {
  /** By name: what it is, or what it was and what it became. */
  values: { name: string; sides: (Value | undefined)[] }[];
}

const text = (value: Value) => (typeof value === "string" ? value : JSON.stringify(value));

/** What a line of the audit tells beside who and what; behind a word, so that the list stays one. */
export function Values({ values }: ValuesProps) {
  const { t } = useTranslation();
  if (values.length === 0) return null;
  return (
    <details className={styles.details}>
      <summary>{t("settings.activity.details")}</summary>
      <dl>
        {values.map(({ name, sides }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{sides.map((side) => (side === undefined ? "" : text(side))).join(" → ")}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
