import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../../../ui/Page";
import styles from "./SettingsFrame.module.css";
import { useSettingsPages } from "./useSettingsPages";

/** On a phone the pages stand in a line that is wider than the screen. */
const intoView = (link: HTMLElement | null) => link?.scrollIntoView({ block: "nearest", inline: "nearest" });

export interface SettingsFrameProps {
  /** Which of the pages it is. */
  page: string;
  /** What it is called, where it is a part of that page. */
  title?: string;
  text?: ReactNode;
  toolbar?: ReactNode;
  children: ReactNode;
}

/** A page of the settings, with the way to the others at its left; above it on a phone. */
export function SettingsFrame({ page, title, text, toolbar, children }: SettingsFrameProps) {
  const { t } = useTranslation();
  const { pages } = useSettingsPages();
  return (
    <Page title={title ?? t(`settings.pages.${page}`)} toolbar={toolbar}>
      <div className={styles.area}>
        <nav className={styles.nav} aria-label={t("settings.title")}>
          {pages.map(({ id, icon: Icon }) => (
            <Link
              key={id}
              to="/settings/{-$page}/{-$item}"
              params={{ page: id, item: undefined }}
              aria-current={id === page ? "page" : undefined}
              ref={id === page ? intoView : undefined}
              className={styles.link}
            >
              <Icon size={15} strokeWidth={1.8} aria-hidden />
              {t(`settings.pages.${id}`)}
            </Link>
          ))}
        </nav>
        <div className={styles.body}>
          {text && <p className={styles.text}>{text}</p>}
          {children}
        </div>
      </div>
    </Page>
  );
}
