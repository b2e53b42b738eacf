import { Database } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../ui/PageTitle";
import styles from "./EntryCard.module.css";

export interface EntryCardProps {
  title: string;
  text?: string;
  children: ReactNode;
}

/** What stands before the tables: first run, sign-in. */
export function EntryCard({ title, text, children }: EntryCardProps) {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <PageTitle title={title} />
      <div className={styles.card}>
        <div className={styles.brand}>
          <span className={styles.mark}>
            <Database size={15} aria-hidden />
          </span>
          {t("product")}
        </div>
        <h1 className={styles.title}>{title}</h1>
        {text && <p className={styles.text}>{text}</p>}
        {children}
      </div>
    </main>
  );
}
