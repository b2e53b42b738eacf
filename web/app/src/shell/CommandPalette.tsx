import { Kbd } from "@mantine/core";
import { Spotlight, useSpotlight } from "@mantine/spotlight";
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { Suspense, useLayoutEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { keyText } from "../api/rows";
import { fuzzyScore } from "../lib/fuzzy";
import { tableIcon } from "../lib/tableIcon";
import { ActionDialog } from "../record/actions/lazyActionDialog";
import styles from "./CommandPalette.module.css";
import { markFirst, paletteStore, takeTyped } from "./palette";
import { type AskedAction, useActionCommands } from "./useActionCommands";
import { type Command, usePaletteCommands } from "./usePaletteCommands";
import { useRecordSearch } from "./useRecordSearch";

const GROUPS = ["tables", "create", "actions"] as const;
/** Of each group, so that the best of the next one is still in sight. */
const MOST = { tables: 8, create: 3, actions: 4 };

/** What scrolls must be reachable by keyboard; the list hands this on to its scroll area. */
const SCROLLS_BY_KEY = { viewportProps: { tabIndex: 0 } };

function best(commands: Command[], group: Command["group"], text: string): Command[] {
  if (group === "create" && !text.trim()) return [];
  return commands
    .filter((one) => one.group === group)
    .map((one) => ({ one, score: fuzzyScore(one.match ?? one.label, text) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST[group])
    .map(({ one }) => one);
}

/** Ctrl/⌘ K: tables, records of the table in sight, and everything else that can be done. */
export function CommandPalette({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState<AskedAction | null>(null);
  const { opened } = useSpotlight(paletteStore);
  const commands = [...usePaletteCommands(onHelp), ...useActionCommands(opened, setAsked)];
  const { source, title, records, searching } = useRecordSearch(text);
  const groups = GROUPS.map((group) => ({ group, found: best(commands, group, text) }));
  const nothing = records.length === 0 && groups.every(({ found }) => found.length === 0);
  const RecordIcon = tableIcon(source?.table.model ?? "");
  // Which entry is marked is a matter between the palette and the page, not React's; entries come whenever they are found.
  useLayoutEffect(markFirst);
  const open = (key: string) => {
    if (!source) return;
    const params = { bridge: source.bridge.id, table: source.table.model, key };
    void navigate({ to: "/$bridge/$table/$key", params });
  };
  return (
    <>
      <Spotlight.Root
        query={text}
        onQueryChange={setText}
        store={paletteStore}
        shortcut={null}
        size={600}
        centered={false}
        yOffset="min(10vh, 80px)"
        overlayProps={{ backgroundOpacity: 1, color: "var(--backdrop)", blur: 0 }}
        transitionProps={{ duration: 100, transition: "fade" }}
        title={t("palette.label")}
        classNames={styles}
      >
        <Spotlight.Search
          aria-label={t("palette.placeholder")}
          placeholder={t("palette.placeholder")}
          onFocus={() => setText((text) => text + takeTyped())}
          leftSection={<Search size={16} aria-hidden />}
        />
        <Spotlight.ActionsList aria-label={t("palette.label")} {...SCROLLS_BY_KEY}>
          {groups.map(({ group, found }) => [
            found.length > 0 && (
              <Spotlight.ActionsGroup label={t(`palette.${group}`)} key={group}>
                {found.map(({ id, label, note, icon: Icon, keys, run }) => (
                  <Spotlight.Action
                    key={id}
                    label={label}
                    description={note}
                    highlightQuery
                    leftSection={<Icon size={16} strokeWidth={1.8} aria-hidden />}
                    rightSection={keys && <Kbd size="xs">{keys}</Kbd>}
                    onClick={run}
                  />
                ))}
              </Spotlight.ActionsGroup>
            ),
            group === "tables" && records.length > 0 && (
              <Spotlight.ActionsGroup label={t("palette.records", { table: title })} key="records">
                {records.map((record) => (
                  <Spotlight.Action
                    key={record.key}
                    label={record.label}
                    highlightQuery
                    leftSection={<RecordIcon size={16} strokeWidth={1.8} aria-hidden />}
                    rightSection={<span className={styles.key}>{keyText(record.key)}</span>}
                    onClick={() => open(record.key)}
                  />
                ))}
              </Spotlight.ActionsGroup>
            ),
          ])}
          {nothing && (
            <Spotlight.Empty>
              {searching ? t("palette.searching", { table: title }) : t("palette.empty")}
            </Spotlight.Empty>
          )}
        </Spotlight.ActionsList>
      </Spotlight.Root>
      {asked && (
        <Suspense fallback={null}>
          <ActionDialog source={asked.source} row={null} operation={asked.operation} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </>
  );
}
