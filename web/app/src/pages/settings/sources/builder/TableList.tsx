import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./builder.module.css";

/** From so many tables on they can be searched. */
const MANY = 8;

export interface TableListProps {
  names: string[];
  chosen: string;
  onChoose: (name: string) => void;
  actions: ReactNode;
}

export function TableList({ names, chosen, onChoose, actions }: TableListProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const fitting = names.filter((name) => name.includes(text.trim().toLowerCase()));
  return (
    <div className={styles.tableList}>
      {names.length >= MANY && (
        <TextInput
          size="xs"
          aria-label={t("sources.findTable")}
          placeholder={t("sources.findTable")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <ul aria-label={t("sources.tables")}>
        {fitting.map((name) => (
          <li key={name}>
            <button type="button" aria-current={name === chosen || undefined} onClick={() => onChoose(name)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.tableActions}>{actions}</div>
    </div>
  );
}
