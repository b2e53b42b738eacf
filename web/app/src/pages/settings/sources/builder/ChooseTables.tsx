import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Collection, Description, Draft } from "../../../../api/descriptions";
import { formatCount } from "../../../../ui/formatters";
import { Folded } from "../../parts/Folded";
import styles from "./builder.module.css";
import { toSend, WAYS, withTables } from "./description";

/** So many are drawn at once; a search finds the others. */
const SHOWN = 200;
/** What a description may have, in characters. */
const MOST = 400_000;

export interface ChooseTablesProps {
  draft: Draft;
  into: Description;
  /** What leads to another draft. */
  back: string;
  onBack: () => void;
  onChosen: (description: Description) => void;
}

/** What a draft proposes, and which of it becomes a table. */
export function ChooseTables({ draft, into, back, onBack, onChosen }: ChooseTablesProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [auth, setAuth] = useState(0);
  const all = useMemo(() => Object.entries(draft.description.collections), [draft]);
  const words = text.trim().toLowerCase();
  const fitting = all.filter(([name, { list }]) => `${name} ${list.path}`.toLowerCase().includes(words));
  const first = Object.keys(into.collections).length === 0;
  const chosen = useMemo(() => {
    const { check } = draft.description;
    // A path is that of the first list, which may not become a table.
    const own = { ...draft.description, check: typeof check === "string" ? "" : check, collections: {} };
    const start = first ? { ...own, auth: draft.auths[auth] ?? own.auth } : into;
    return withTables(start, Object.fromEntries(all.filter(([name]) => ticked.has(name))));
  }, [all, ticked, first, draft, auth, into]);
  const characters = toSend(chosen, "").length;
  const tick = (names: string[], on: boolean) =>
    setTicked((before) => new Set(on ? [...before, ...names] : [...before].filter((name) => !names.includes(name))));
  const tickFitting = (on: boolean) => {
    const names = fitting.map(([name]) => name);
    tick(names, on);
  };
  return (
    <div className={styles.choose}>
      <p className={styles.lead}>{t("builder.proposed", { count: all.length, title: draft.description.title })}</p>
      {first && draft.auths.length > 1 && (
        <NativeSelect
          label={t("builder.auth")}
          value={String(auth)}
          data={draft.auths.map(({ kind }, at) => ({ value: String(at), label: t(`builder.auths.${kind}`) }))}
          onChange={(event) => setAuth(Number(event.currentTarget.value))}
        />
      )}
      <div className={styles.chooseHead}>
        <TextInput
          size="xs"
          autoFocus
          aria-label={t("sources.findTable")}
          placeholder={t("sources.findTable")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <span>{t("sources.ticked", { count: ticked.size, all: formatCount(all.length) })}</span>
        <Button size="compact-xs" variant="subtle" onClick={() => tickFitting(true)}>
          {t("sources.tickAll")}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => tickFitting(false)}>
          {t("sources.tickNone")}
        </Button>
      </div>
      <ul className={styles.proposals} aria-label={t("sources.tables")}>
        {fitting.slice(0, SHOWN).map(([name, table]) => (
          <li key={name} className={styles.proposed}>
            <Checkbox
              checked={ticked.has(name)}
              onChange={(event) => tick([name], event.currentTarget.checked)}
              label={<Proposed name={name} table={table} />}
            />
          </li>
        ))}
      </ul>
      {fitting.length > SHOWN && (
        <p className={styles.note}>{t("sources.moreTables", { count: fitting.length - SHOWN })}</p>
      )}
      {fitting.length === 0 && <p className={styles.note}>{t("nav.none")}</p>}
      <LeftOut draft={draft} />
      {characters > MOST && (
        <p className={styles.failure} role="alert">
          {t("builder.tooMuch", { characters: formatCount(characters), most: formatCount(MOST) })}
        </p>
      )}
      <div className={styles.buttons}>
        <Button variant="default" onClick={onBack}>
          {back}
        </Button>
        <Button disabled={ticked.size === 0 || characters > MOST} onClick={() => onChosen(chosen)}>
          {t("builder.take", { count: ticked.size })}
        </Button>
      </div>
    </div>
  );
}

function Proposed({ name, table }: { name: string; table: Collection }) {
  const { t } = useTranslation();
  const ways = WAYS.filter((way) => way !== "get" && table[way]).map((way) => t(`builder.ways.${way}`));
  return (
    <span className={styles.proposal}>
      <strong>{name}</strong>
      <code>{table.list.path}</code>
      <span>{[t("builder.columnCount", { count: Object.keys(table.columns).length }), ...ways].join(" · ")}</span>
    </span>
  );
}

function LeftOut({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  if (draft.left_out.length === 0) return null;
  return (
    <Folded title={t("builder.leftOut", { count: draft.left_out.length })}>
      <ul className={styles.leftOut}>
        {draft.left_out.map(({ path, why }) => (
          <li key={path}>
            <code>{path}</code> {why}
          </li>
        ))}
      </ul>
    </Folded>
  );
}
