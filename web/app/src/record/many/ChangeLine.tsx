import { ActionIcon } from "@mantine/core";
import { X } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FormColumn } from "../formColumns";
import { type ColumnChange, findingIn } from "./change";
import styles from "./many.module.css";

interface ChangeLineProps {
  item: FormColumn;
  change: ColumnChange;
  onChange: (change: ColumnChange) => void;
  onRemove: () => void;
}

/** A column and the value that all rows get. */
export function ChangeLine({ item, change, onChange, onRemove }: ChangeLineProps) {
  const { t } = useTranslation();
  const id = useId();
  const [left, setLeft] = useState(false);
  const { Input } = item.field;
  const { title } = item.context;
  const finding = findingIn(item, change);
  const error = left && finding ? t(finding.message, finding.facts) : undefined;
  return (
    <li className={styles.line} onBlur={() => setLeft(true)}>
      <label htmlFor={id} className={styles.label}>
        {title}
      </label>
      <div className={styles.input}>
        {Input && (
          <Input
            id={id}
            context={item.context}
            value={change.value}
            required={!item.column.nullable}
            error={error}
            describedBy={error ? `${id}-error` : undefined}
            onChange={(value) => onChange({ ...change, value, problem: null })}
            onProblem={(problem) => onChange({ ...change, problem })}
          />
        )}
        {error && (
          <p id={`${id}-error`} className={styles.error}>
            {error}
          </p>
        )}
      </div>
      <ActionIcon aria-label={t("many.leave", { column: title })} onClick={onRemove}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </li>
  );
}
