import { Button, NativeSelect, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FilterItem, TableRef } from "../../api/rows";
import { relationOf } from "../../api/tables";
import type { Value } from "../../api/types";
import {
  convertValue,
  filterItem,
  isComplete,
  type Operator,
  operatorKind,
  operatorOf,
  operatorsFor,
} from "../../lib/filterOperators";
import { type FilterTarget, filterGroups, filterTarget } from "../../lib/filterPath";
import styles from "./FilterEditor.module.css";
import { FilterValueInput } from "./FilterValueInput";

export interface FilterEditorProps {
  source: TableRef;
  /** The filter to change; without it a new one is made. */
  item?: FilterItem;
  onApply: (item: FilterItem) => void;
}

interface Draft {
  target: FilterTarget | null;
  operator: Operator | null;
  value: Value | undefined;
}

function operatorsOf(target: FilterTarget): Operator[] {
  return operatorsFor(target.column, relationOf(target.source.table, target.column.name) !== null);
}

/** Column, what of it, and the value; applied with Enter. */
export function FilterEditor({ source, item, onApply }: FilterEditorProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(() =>
    item
      ? { target: filterTarget(source, item.column), operator: operatorOf(item), value: item.value }
      : { target: null, operator: null, value: undefined },
  );
  const { target, operator, value } = draft;
  const data = filterGroups(source).map(({ title, targets }) => ({
    group: title ?? t("filter.ownColumns"),
    items: targets.map((one) => ({ value: one.path, label: one.title })),
  }));
  const complete = target !== null && operator !== null && isComplete(operator, value);

  const pickColumn = (path: string | null) => {
    const next = path ? filterTarget(source, path) : null;
    setDraft({ target: next, operator: (next && operatorsOf(next)[0]) ?? null, value: undefined });
  };
  const pickOperator = (id: string) => {
    const next = target && operatorsOf(target).find((one) => one.id === id);
    if (next) setDraft({ target, operator: next, value: convertValue(value, next) });
  };
  const apply = (event: FormEvent) => {
    event.preventDefault();
    // A form inside a portal would submit the forms around it too.
    event.stopPropagation();
    if (complete) onApply(filterItem(target.path, operator, value));
  };
  const operators = target ? operatorsOf(target) : [];
  // A filter of an address may use an operator that is not offered.
  const offered = operator && !operators.some((one) => one.id === operator.id) ? [operator, ...operators] : operators;
  return (
    <form className={styles.form} onSubmit={apply}>
      <Select
        size="xs"
        aria-label={t("filter.column")}
        placeholder={t("filter.column")}
        data={data}
        value={target?.path ?? null}
        onChange={pickColumn}
        searchable
        nothingFoundMessage={t("filter.noColumn")}
        maxDropdownHeight={300}
        scrollAreaProps={{ viewportProps: { tabIndex: -1 } }}
        data-autofocus={!item || undefined}
        defaultDropdownOpened={!item}
        comboboxProps={{ withinPortal: false }}
        allowDeselect={false}
      />
      {target && operator && (
        <>
          <NativeSelect
            size="xs"
            aria-label={t("filter.operator")}
            value={operator.id}
            onChange={(event) => pickOperator(event.currentTarget.value)}
            data={offered.map((one) => ({
              value: one.id,
              label: t(`filter.op.${operatorKind(target.column)}.${one.id}`),
            }))}
          />
          <FilterValueInput
            key={`${target.path} ${operator.takes}`}
            target={target}
            operator={operator}
            value={value}
            onChange={(next) => setDraft({ target, operator, value: next })}
          />
        </>
      )}
      <Button type="submit" size="xs" disabled={!complete}>
        {t(item ? "filter.change" : "filter.apply")}
      </Button>
    </form>
  );
}
