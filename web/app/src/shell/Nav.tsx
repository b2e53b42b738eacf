import { ActionIcon, Kbd, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { ListFilter, PanelLeftClose, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { filterSections, menuSections } from "../lib/menuSections";
import { AccountBar } from "./AccountBar";
import { useAddress } from "./address";
import styles from "./Nav.module.css";
import { AwayNote, NavSection } from "./NavSection";
import { PlaceMenu } from "./PlaceMenu";
import { palette } from "./palette";
import { modifierKey } from "./platform";
import { useCatalogue } from "./useCatalogue";
import { useWorkspace } from "./useWorkspace";

/** From this many tables on, the menu offers to filter them. */
const MANY_TABLES = 7;

export interface NavProps {
  /** Left out where the menu cannot be folded. */
  onFold?: () => void;
  onHelp: () => void;
}

export function Nav({ onFold, onHelp }: NavProps) {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  const { tables, settings, sources, sourcesError, error, retrySources } = useCatalogue(place);
  const { table } = useAddress();
  const menu = useRef<HTMLElement>(null);
  const [text, setText] = useState("");
  const all = tables && settings ? menuSections(tables, settings, sources) : [];
  const sections = filterSections(all, text);
  const count = all.reduce((sum, section) => sum + section.entries.length, 0);
  useEffect(() => {
    // A table far down in a long menu, opened by a link or from the palette, is in sight there too.
    if (table && count > 0) menu.current?.querySelector("a.active")?.scrollIntoView({ block: "nearest" });
  }, [table, count]);
  return (
    <div className={styles.nav}>
      <div className={styles.top}>
        <PlaceMenu />
        {onFold && (
          <Tooltip label={t("nav.collapse")}>
            <ActionIcon aria-label={t("nav.collapse")} onClick={onFold} className={styles.fold}>
              <PanelLeftClose size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <UnstyledButton className={styles.search} onClick={palette.open}>
        <Search size={14} aria-hidden />
        <span>{t("nav.search")}</span>
        <Kbd className={styles.key} aria-hidden>{`${modifierKey}K`}</Kbd>
      </UnstyledButton>
      <div className={styles.scroll}>
        <nav ref={menu} aria-label={t("nav.label")} className={styles.sections}>
          {count >= MANY_TABLES && (
            <TextInput
              size="xs"
              variant="unstyled"
              className={styles.filter}
              aria-label={t("nav.filter")}
              placeholder={t("nav.filter")}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => event.key === "Escape" && setText("")}
              leftSection={<ListFilter size={14} aria-hidden />}
              rightSection={
                text && (
                  <ActionIcon size="sm" aria-label={t("action.clear")} onClick={() => setText("")}>
                    <X size={13} aria-hidden />
                  </ActionIcon>
                )
              }
            />
          )}
          {Boolean(error) && <p className={styles.none}>{t("error.tables")}</p>}
          {place &&
            sections.map((section) => (
              <NavSection
                key={`${section.source?.name}/${section.title}`}
                section={section}
                bridge={place.bridge.id}
                onRetry={retrySources}
              />
            ))}
          {Boolean(sourcesError) && <AwayNote text={t("nav.noSources")} onRetry={retrySources} />}
          {text && sections.length === 0 && <p className={styles.none}>{t("nav.none")}</p>}
        </nav>
      </div>
      <AccountBar onHelp={onHelp} />
    </div>
  );
}
