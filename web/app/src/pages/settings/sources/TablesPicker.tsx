import { Button, Checkbox, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "../../../ui/formatters";
import styles from "./sources.module.css";

/** So many are drawn at once; a search finds the others. */
const MOST = 200;

export interface TablesPickerProps {
  value: "all" | string[];
  /** What the source holds, once it has been asked. */
  found: string[] | undefined;
  asking: boolean;
  error: string | undefined;
  /** Asks which tables there are. */
  onAsk: () => void;
  onTickAll: () => void;
  onChange: (value: "all" | string[]) => void;
}

/** All tables of a source, also those that it gets later, or the ticked ones only. */
export function TablesPicker({ value, found, asking, error, onAsk, onTickAll, onChange }: TablesPickerProps) {
  const { t } = useTranslation();
  const choose = (which: string) => {
    if (which === "all") return onChange("all");
    onChange([]);
    onTickAll();
  };
  return (
    <>
      <Radio.Group
        aria-label={t("sources.tables")}
        value={value === "all" ? "all" : "some"}
        onChange={choose}
        error={error}
      >
        <div className={styles.radios}>
          <Radio value="all" label={t("sources.allTables")} />
          <Radio value="some" label={t("sources.someTables")} />
        </div>
      </Radio.Group>
      {value !== "all" && (
        <Ticks ticked={value} all={[...new Set([...(found ?? []), ...value])].sort()} onChange={onChange} />
      )}
      {value !== "all" && !found && (
        <Button size="xs" variant="default" loading={asking} onClick={onAsk}>
          {t("sources.askTables")}
        </Button>
      )}
    </>
  );
}

interface TicksProps {
  ticked: string[];
  all: string[];
  onChange: (ticked: string[]) => void;
}

function Ticks({ ticked, all, onChange }: TicksProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const chosen = new Set(ticked);
  const fitting = all.filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const shown = fitting.slice(0, MOST);
  const set = (names: string[], on: boolean) => {
    const these = new Set(names);
    onChange(on ? [...new Set([...ticked, ...names])] : ticked.filter((name) => !these.has(name)));
  };
  if (all.length === 0) return null;
  return (
    <div className={styles.ticks}>
      <div className={styles.ticksHead}>
        <TextInput
          size="xs"
          aria-label={t("sources.findTable")}
          placeholder={t("sources.findTable")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <span>{t("sources.ticked", { count: ticked.length, all: formatCount(all.length) })}</span>
        <Button size="compact-xs" variant="subtle" onClick={() => set(fitting, true)}>
          {t("sources.tickAll")}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => set(fitting, false)}>
          {t("sources.tickNone")}
        </Button>
      </div>
      <ul aria-label={t("sources.tables")}>
        {shown.map((name) => (
          <li key={name}>
            <Checkbox
              label={name}
              checked={chosen.has(name)}
              onChange={(event) => set([name], event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
      {fitting.length > shown.length && (
        <p className={styles.note}>{t("sources.moreTables", { count: fitting.length - shown.length })}</p>
      )}
      {fitting.length === 0 && <p className={styles.note}>{t("nav.none")}</p>}
    </div>
  );
}
