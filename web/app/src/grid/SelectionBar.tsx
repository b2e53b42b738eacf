import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChosenRows } from "../api/manyRows";
import type { ListView } from "../api/rows";
import { formatCount } from "../ui/formatters";
import styles from "./StatusBar.module.css";
import type { GridModel } from "./useGridModel";

const DeleteDialog = lazy(async () => ({ default: (await import("../record/DeleteDialog")).DeleteDialog }));
const ChangeDialog = lazy(async () => ({ default: (await import("../record/many/ChangeDialog")).ChangeDialog }));

interface SelectionBarProps {
  model: GridModel;
  view: ListView;
  chosen: ChosenRows;
}

/** How many rows are selected, and what can be done with all of them. */
export function SelectionBar({ model, view, chosen }: SelectionBarProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<"change" | "delete" | null>(null);
  const { rows, selection, source } = model;
  const { verbs } = source.table;
  const ticked = selection.keys.size;
  const total = rows.total;
  const kind = total?.kind ?? "unknown";
  const facts = { total: formatCount(total?.rows ?? 0) };
  // Of a whole table, without a filter, the bridge changes nothing.
  const narrowed = view.filters.length > 0 || view.search.trim() !== "";
  const more = narrowed && !selection.whole && (total === null || total.kind !== "exact" || total.rows > ticked);
  const actions = [
    ...(more ? [{ text: t(`grid.status.select.${kind}`, facts), run: selection.chooseWhole }] : []),
    { text: t("grid.status.clear"), run: selection.clear },
    ...(verbs.includes("update") ? [{ text: t("grid.status.edit"), run: () => setOpened("change") }] : []),
    ...(verbs.includes("delete") ? [{ text: t("grid.status.delete"), run: () => setOpened("delete") }] : []),
  ];
  const close = () => setOpened(null);
  const done = () => {
    close();
    selection.clear();
  };
  return (
    <>
      <span className={styles.part} role="status">
        {selection.whole ? t(`grid.status.whole.${kind}`, facts) : t("grid.status.checked", { count: ticked })}
        {actions.map(({ text, run }) => (
          <Button key={text} variant="subtle" size="compact-xs" onClick={run}>
            {text}
          </Button>
        ))}
      </span>
      <Suspense fallback={null}>
        {opened === "change" && <ChangeDialog source={source} rows={chosen} onClose={close} onChanged={done} />}
        {opened === "delete" && <DeleteDialog source={source} rows={chosen} onClose={close} onDeleted={done} />}
      </Suspense>
    </>
  );
}
