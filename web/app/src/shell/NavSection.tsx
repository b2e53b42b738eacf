import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MenuSection } from "../lib/menuSections";
import { tableIcon } from "../lib/tableIcon";
import { formatCompact } from "../ui/formatters";
import { SourceDot } from "../ui/SourceDot";
import styles from "./Nav.module.css";

export interface NavSectionProps {
  section: MenuSection;
  bridge: string;
  /** Asks again for a source that is away. */
  onRetry: () => void;
}

export function NavSection({ section, bridge, onRetry }: NavSectionProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>
        <SourceDot colour={section.source?.colour} />
        {section.title || t("nav.tables")}
      </h2>
      {Boolean(section.source?.error) && <AwayNote text={t("nav.away")} onRetry={onRetry} />}
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

export interface AwayNoteProps {
  text: string;
  onRetry: () => void;
}

/** Where tables would stand if they could be reached. */
export function AwayNote({ text, onRetry }: AwayNoteProps) {
  const { t } = useTranslation();
  return (
    <p className={styles.away} role="status">
      {text}
      <Button variant="subtle" size="compact-xs" onClick={onRetry}>
        {t("action.retry")}
      </Button>
    </p>
  );
}
