import { TextInput, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../../api/rows";
import { type FilterTarget, filterGroups } from "../../lib/filterPath";
import styles from "./ColumnPicker.module.css";

export interface ColumnPickerProps {
  source: TableRef;
  onPick: (target: FilterTarget) => void;
}

/** Every column that can be filtered by, also of related rows; arrows walk, Enter takes the first. */
export function ColumnPicker({ source, onPick }: ColumnPickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const wanted = text.trim().toLowerCase();
  const groups = filterGroups(source)
    .map(({ title, targets }) => ({
      title,
      targets: targets.filter((one) => `${one.title} ${one.path}`.toLowerCase().includes(wanted)),
    }))
    .filter((group) => group.targets.length > 0);

  const walk = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const stops = [...(box.current?.querySelectorAll<HTMLElement>("input, button") ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
  };
  const takeFirst = (event: KeyboardEvent) => {
    const first = groups[0]?.targets[0];
    if (event.key !== "Enter" || !first) return;
    event.preventDefault();
    onPick(first);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows walk over the inputs and buttons inside
    <div ref={box} onKeyDown={walk}>
      <TextInput
        size="xs"
        // The editor arrives a moment after its popover: the popover's own focus is over by then.
        autoFocus
        aria-label={t("filter.findColumn")}
        placeholder={t("filter.findColumn")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={takeFirst}
      />
      <div className={styles.list}>
        {groups.map((group) => (
          <section key={group.title ?? ""}>
            {group.title && <h3 className={styles.group}>{group.title}</h3>}
            {group.targets.map((target) => (
              <UnstyledButton key={target.path} className={styles.column} onClick={() => onPick(target)}>
                {group.title ? target.title.slice(target.title.indexOf("→") + 2) : target.title}
              </UnstyledButton>
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className={styles.none}>{t("filter.noColumn")}</p>}
      </div>
    </div>
  );
}
