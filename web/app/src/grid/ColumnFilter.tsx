import { Button, Popover, TextInput } from "@mantine/core";
import { type FormEvent, type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FilterItem } from "../api/rows";
import { takesCount } from "../fields/money/smallest";
import { canBeTyped, choices, emptyFilters, typedFilter } from "./cellFilters";
import styles from "./GridMenu.module.css";
import type { GridColumn } from "./gridColumns";

interface ColumnFilterProps {
  anchor: ReactElement;
  column: GridColumn;
  onFilter: (item: FilterItem) => void;
  onClose: () => void;
}

/** Filters by a column from its head: a value or a part of it, and emptiness where that can be. */
export function ColumnFilter({ anchor, column, onFilter, onClose }: ColumnFilterProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  const { field, context } = column;
  const label = t("grid.head.filterBy", { column: column.title });

  const choose = (item: FilterItem) => {
    onFilter(item);
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = field.parse(text.trim(), context);
    const item = typedFilter(column.column, text, "value" in parsed ? parsed.value : undefined);
    if (item !== null) choose(item);
    else setWrong("problem" in parsed ? parsed.problem : "fields.problem.required");
  };

  return (
    <Popover
      opened
      onChange={(opened) => !opened && onClose()}
      position="bottom-start"
      offset={2}
      width={250}
      trapFocus
    >
      <Popover.Target>{anchor}</Popover.Target>
      <Popover.Dropdown className={styles.filter} aria-label={label}>
        {canBeTyped(column.column, context.relation !== null) && (
          <form onSubmit={submit} className={styles.form} noValidate>
            <TextInput
              size="xs"
              data-autofocus
              label={label}
              description={takesCount(context) ? t("fields.money.smallest") : undefined}
              value={text}
              error={wrong && t(wrong)}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setWrong("");
              }}
            />
            <Button type="submit" size="xs">
              {t("action.apply")}
            </Button>
          </form>
        )}
        <div className={styles.choices}>
          {choices(column.column).map((value) => (
            <button
              key={String(value)}
              type="button"
              className={styles.choice}
              onClick={() => choose({ column: column.name, op: "eq", value })}
            >
              <field.Cell context={context} value={value} row={{ [column.name]: value }} />
            </button>
          ))}
          {emptyFilters(column.column).map(({ id, item }) => (
            <Button key={id} variant="default" size="compact-sm" onClick={() => choose(item)}>
              {t(`grid.filter.${id}`)}
            </Button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
