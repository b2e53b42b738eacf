import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FilterItem, TableRef } from "../../api/rows";
import { sameFilter } from "../../lib/filterOperators";
import styles from "./FilterBar.module.css";
import { FilterChip } from "./FilterChip";

export interface FilterBarProps {
  source: TableRef;
  filters: FilterItem[];
  onChange: (change: (old: FilterItem[]) => FilterItem[]) => void;
}

/** The conditions that hold, each as a sentence that can be changed where it stands. */
export function FilterBar({ source, filters, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.bar} aria-label={t("filter.active")}>
      {filters.map((item) => (
        <li key={JSON.stringify(item)} className={styles.item}>
          <FilterChip
            source={source}
            item={item}
            onChange={(next) => onChange((old) => old.map((one) => (sameFilter(one, item) ? next : one)))}
            onRemove={() => onChange((old) => old.filter((one) => !sameFilter(one, item)))}
          />
        </li>
      ))}
      <li>
        <Button
          variant="subtle"
          size="compact-xs"
          color="gray"
          className={styles.clear}
          onClick={() => onChange(() => [])}
        >
          {t("filter.clear")}
        </Button>
      </li>
    </ul>
  );
}
