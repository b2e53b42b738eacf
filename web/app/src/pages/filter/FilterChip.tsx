import { Popover, UnstyledButton } from "@mantine/core";
import { X } from "lucide-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FilterItem, TableRef } from "../../api/rows";
import { operatorKind, operatorOf } from "../../lib/filterOperators";
import { filterTarget } from "../../lib/filterPath";
import { FilterEditor } from "../lazyParts";
import styles from "./FilterBar.module.css";
import { useFilterValueText } from "./useFilterValueText";

export interface FilterChipProps {
  source: TableRef;
  item: FilterItem;
  onChange: (item: FilterItem) => void;
  onRemove: () => void;
}

/** "Status is one of Paid, New": a click changes it. */
export function FilterChip({ source, item, onChange, onRemove }: FilterChipProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const target = filterTarget(source, item.column);
  const operator = operatorOf(item);
  const kind = target ? operatorKind(target.column) : "other";
  const value = useFilterValueText(target, item);
  const title = target?.title ?? item.column;
  const verb = t(`filter.op.${kind}.${operator.id}`, { defaultValue: operator.id });
  const sentence = [title, verb, operator.takes === "nothing" ? "" : value].filter(Boolean).join(" ");
  return (
    <Popover opened={open} onChange={setOpen} width={320} position="bottom-start" trapFocus returnFocus>
      <div className={styles.chip}>
        <Popover.Target>
          <UnstyledButton
            className={styles.sentence}
            title={sentence}
            aria-label={t("filter.edit", { sentence })}
            onClick={() => setOpen(!open)}
          >
            {title} <span>{verb}</span> {operator.takes !== "nothing" && <b>{value}</b>}
          </UnstyledButton>
        </Popover.Target>
        <UnstyledButton className={styles.remove} aria-label={t("filter.remove", { sentence })} onClick={onRemove}>
          <X size={13} aria-hidden />
        </UnstyledButton>
      </div>
      <Popover.Dropdown aria-label={t("filter.edit", { sentence })}>
        <Suspense fallback={null}>
          <FilterEditor
            source={source}
            item={item}
            onApply={(next) => {
              setOpen(false);
              onChange(next);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
