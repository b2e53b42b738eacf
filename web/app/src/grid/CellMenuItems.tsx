import { Menu } from "@mantine/core";
import { ChevronDown, ChevronUp, Equal, EqualNot, Maximize2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FilterItem } from "../api/rows";
import type { Row } from "../api/types";
import { type CellFilter, cellFilters } from "./cellFilters";
import styles from "./GridMenu.module.css";
import { cellText, cellValue, type GridColumn } from "./gridColumns";

const ICONS = { only: Equal, not: EqualNot, greater: ChevronUp, less: ChevronDown, empty: Equal, notEmpty: EqualNot };

interface CellMenuItemsProps {
  column: GridColumn;
  row: Row | undefined;
  onFilter: (item: FilterItem) => void;
  onOpen: () => void;
}

export function CellMenuItems({ column, row, onFilter, onOpen }: CellMenuItemsProps) {
  const { t } = useTranslation();
  const filters = row ? cellFilters(column.column, cellValue(column, row), column.context.relation !== null) : [];
  const text = row ? cellText(column, row) : "";
  const item = ({ id, item }: CellFilter) => {
    const Icon = ICONS[id];
    return (
      <Menu.Item key={id} leftSection={<Icon size={14} aria-hidden />} onClick={() => onFilter(item)}>
        {t(`grid.filter.${id}`)}
        {id !== "empty" && id !== "notEmpty" && <span className={styles.value}>{text}</span>}
      </Menu.Item>
    );
  };
  return (
    <>
      {filters.length > 0 && <Menu.Label>{t("grid.filter.label", { column: column.title })}</Menu.Label>}
      {filters.map(item)}
      {filters.length > 0 && <Menu.Divider />}
      <Menu.Item leftSection={<Maximize2 size={14} aria-hidden />} onClick={onOpen}>
        {t("grid.menu.open")}
      </Menu.Item>
    </>
  );
}
