import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MenuSection } from "../lib/menuSections";
import { tableIcon } from "../lib/tableIcon";
import { formatCompact } from "../ui/formatters";
import styles from "./Nav.module.css";

export interface NavSectionProps {
  section: MenuSection;
  bridge: string;
}

export function NavSection({ section, bridge }: NavSectionProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{section.title || t("nav.tables")}</h2>
      <ul className={styles.list}>
        {section.entries.map((entry) => {
          const Icon = tableIcon(entry.model);
          return (
            <li key={entry.model}>
              <Link to="/$bridge/$table" params={{ bridge, table: entry.model }} search={{}} className={styles.link}>
                <Icon size={15} strokeWidth={1.8} aria-hidden />
                <span className={styles.label}>{entry.title}</span>
                {entry.rows !== null && (
                  <span
                    className={styles.count}
                    title={t("nav.rows", { count: entry.rows, abbreviated: formatCompact(entry.rows) })}
                  >
                    {formatCompact(entry.rows)}
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
