import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { contextFor } from "../../fields/registry";
import { orderedColumns } from "../../grid/columnState";
import type { Density } from "../../grid/rowWindow";
import { ColumnLine } from "./ColumnLine";
import type { ColumnsMenuProps } from "./ColumnsMenu";
import styles from "./ColumnsMenu.module.css";

/** From this many columns on, the list can be searched. */
const MANY = 12;
const DENSITIES: Density[] = ["compact", "default", "roomy"];

/** Every column on a line of its own, and how high the rows are. */
export function ColumnsPanel({
  source,
  names,
  state,
  onChange,
  onReset,
  density,
  onDensity,
  onDeclare,
}: ColumnsMenuProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const densityId = useId();
  const pinned = state.pinned.filter((name) => names.includes(name));
  const ordered = [...pinned, ...orderedColumns(state, names).filter((name) => !pinned.includes(name))];
  const lines = ordered
    .map((name) => ({ name, context: contextFor(source, name) }))
    .filter(({ name, context }) => `${context.title} ${name}`.toLowerCase().includes(text.trim().toLowerCase()));
  const shown = names.filter((name) => !state.hidden.includes(name)).length;
  return (
    <>
      {names.length >= MANY && (
        <TextInput
          size="xs"
          aria-label={t("columns.filter")}
          placeholder={t("columns.filter")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          className={styles.filter}
        />
      )}
      <ul className={styles.list}>
        {lines.map(({ name, context }) => (
          <ColumnLine
            key={name}
            name={name}
            context={context}
            names={names}
            state={state}
            onChange={onChange}
            onDeclare={onDeclare}
            last={shown === 1 && !state.hidden.includes(name)}
          />
        ))}
      </ul>
      <div className={styles.density}>
        <span id={densityId}>{t("columns.density")}</span>
        <SegmentedControl
          size="xs"
          aria-labelledby={densityId}
          value={density}
          onChange={onDensity}
          data={DENSITIES.map((one) => ({ value: one, label: t(`columns.densities.${one}`) }))}
        />
      </div>
      <div className={styles.foot}>
        <span>{t("columns.shown", { shown, count: names.length })}</span>
        <Button variant="subtle" size="compact-xs" onClick={onReset}>
          {t("columns.reset")}
        </Button>
      </div>
    </>
  );
}
