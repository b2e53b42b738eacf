import { Button, NativeSelect, UnstyledButton } from "@mantine/core";
import { ChevronLeft } from "lucide-react";
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
import { type FilterTarget, filterTarget } from "../../lib/filterPath";
import { ColumnPicker } from "./ColumnPicker";
import styles from "./FilterEditor.module.css";
import { FilterValueInput } from "./FilterValueInput";

export interface FilterEditorProps {
  source: TableRef;
  /** The filter to change; without it a new one is made. */
  item?: FilterItem;
  onApply: (item: FilterItem) => void;
}

interface Draft {
  target: FilterTarget;
  operator: Operator;
  value: Value | undefined;
}

function operatorsOf(target: FilterTarget): Operator[] {
  return operatorsFor(target.column, relationOf(target.source.table, target.column.name) !== null);
}

function draftOf(source: TableRef, item: FilterItem | undefined): Draft | null {
  const target = item && filterTarget(source, item.column);
  return target ? { target, operator: operatorOf(item), value: item.value } : null;
}

/** The value comes next, whatever asks for it. */
function focusFirst(box: HTMLElement | null): void {
  box?.querySelector<HTMLElement>("input, textarea")?.focus();
}

/** First the column, then what of it, and the value; applied with Enter. */
export function FilterEditor({ source, item, onApply }: FilterEditorProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(source, item));
  const pick = (target: FilterTarget) => {
    const [operator] = operatorsOf(target);
    if (operator) setDraft({ target, operator, value: undefined });
  };
  if (!draft) return <ColumnPicker source={source} onPick={pick} />;

  const { target, operator, value } = draft;
  const operators = operatorsOf(target);
  // A filter of an address may use an operator that is not offered.
  const offered = operators.some((one) => one.id === operator.id) ? operators : [operator, ...operators];
  const complete = isComplete(operator, value);
  const change = (id: string) => {
    const next = offered.find((one) => one.id === id);
    if (next) setDraft({ target, operator: next, value: convertValue(value, next) });
  };
  const apply = (event: FormEvent) => {
    event.preventDefault();
    // A form inside a portal would submit the forms around it too.
    event.stopPropagation();
    if (complete) onApply(filterItem(target.path, operator, value));
  };
  return (
    <form className={styles.form} onSubmit={apply}>
      <UnstyledButton
        className={styles.column}
        aria-label={t("filter.other", { column: target.title })}
        onClick={() => setDraft(null)}
      >
        <ChevronLeft size={14} aria-hidden />
        {target.title}
      </UnstyledButton>
      <NativeSelect
        size="xs"
        aria-label={t("filter.operator")}
        value={operator.id}
        onChange={(event) => change(event.currentTarget.value)}
        data={offered.map((one) => ({
          value: one.id,
          label: t(`filter.op.${operatorKind(target.column)}.${one.id}`),
        }))}
      />
      <div className={styles.value} key={`${target.path} ${operator.takes}`} ref={focusFirst}>
        <FilterValueInput
          target={target}
          operator={operator}
          value={value}
          onChange={(next) => setDraft({ target, operator, value: next })}
        />
      </div>
      <Button type="submit" size="xs" disabled={!complete}>
        {t(item ? "filter.change" : "filter.apply")}
      </Button>
    </form>
  );
}
