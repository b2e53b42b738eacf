import { Menu, TextInput } from "@mantine/core";
import { Equal, EqualNot, Filter } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FilterItem } from "../api/rows";
import { emptyFilters, typedFilter } from "./cellFilters";
import styles from "./GridMenu.module.css";
import type { GridColumn } from "./gridColumns";

interface ColumnFilterProps {
  column: GridColumn;
  onFilter: (item: FilterItem) => void;
  onDone: () => void;
}

/** Filters by a column from its head: text to look for, and emptiness where that can be. */
export function ColumnFilter({ column, onFilter, onDone }: ColumnFilterProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const { field, context } = column;
  const typed = column.column.ops.includes("eq") || column.column.ops.includes("icontains");
  const empty = emptyFilters(column.column);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return;
    // The menu would take arrows and letters for its items.
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") event.stopPropagation();
    if (event.key !== "Enter") return;
    const parsed = field.parse(text.trim(), context);
    const item = typedFilter(column.column, text, "value" in parsed ? parsed.value : undefined);
    setWrong(item === null);
    if (item === null) return;
    onFilter(item);
    onDone();
  };

  if (!typed && empty.length === 0) return null;
  return (
    <>
      {typed && (
        <TextInput
          className={styles.filter}
          size="xs"
          leftSection={<Filter size={13} aria-hidden />}
          placeholder={t("grid.head.filter")}
          aria-label={t("grid.head.filterBy", { column: column.title })}
          value={text}
          error={wrong}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setWrong(false);
          }}
          onKeyDown={onKeyDown}
        />
      )}
      {empty.map(({ id, item }) => (
        <Menu.Item
          key={id}
          leftSection={id === "empty" ? <Equal size={14} aria-hidden /> : <EqualNot size={14} aria-hidden />}
          onClick={() => onFilter(item)}
        >
          {t(`grid.filter.${id}`)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}
