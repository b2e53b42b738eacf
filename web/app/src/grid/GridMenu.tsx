import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FilterItem } from "../api/rows";
import { CellMenuItems } from "./CellMenuItems";
import { ColumnFilter } from "./ColumnFilter";
import styles from "./GridMenu.module.css";
import { type ColumnChange, HeaderMenuItems } from "./HeaderMenuItems";
import { type CellPlace, HEADER_ROW } from "./selection";
import type { GridModel } from "./useGridModel";

export interface OpenMenu {
  at: CellPlace;
  /** In px of the window. */
  x: number;
  y: number;
  /** The filter of the column has taken the place of its menu. */
  filter?: boolean;
}

interface GridMenuProps {
  model: GridModel;
  menu: OpenMenu | null;
  sorted: boolean;
  onMenu: (menu: OpenMenu | null) => void;
  onFilter: (item: FilterItem) => void;
  onOpen: (index: number) => void;
  onColumn: (name: string, change: ColumnChange) => void;
}

/** The menu of a cell or a head, at the mouse or at the cell. */
export function GridMenu({ model, menu, sorted, onMenu, onFilter, onOpen, onColumn }: GridMenuProps) {
  const { t } = useTranslation();
  const column = menu && model.layout.columns[menu.at.column];
  if (!menu || !column) return null;
  const close = () => onMenu(null);
  const label = t("grid.menu.label", { column: column.title });
  const anchor = (
    <button type="button" tabIndex={-1} className={styles.anchor} style={{ left: menu.x, top: menu.y }} title={label} />
  );
  if (menu.filter) return <ColumnFilter anchor={anchor} column={column} onFilter={onFilter} onClose={close} />;

  const row = menu.at.row === HEADER_ROW ? null : model.rows.rowAt(menu.at.row);
  return (
    <Menu
      opened
      onChange={(opened) => {
        if (!opened) close();
      }}
      closeOnItemClick={false}
      withInitialFocusPlaceholder={false}
      position="bottom-start"
      offset={2}
      width={230}
      returnFocus={false}
      withinPortal
    >
      <Menu.Target>{anchor}</Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {row === null ? (
          <HeaderMenuItems
            model={model}
            at={menu.at.column}
            column={column}
            sorted={sorted}
            onChange={(change) => {
              if (change.do === "filter") return onMenu({ ...menu, filter: true });
              onColumn(column.name, change);
              close();
            }}
          />
        ) : (
          <CellMenuItems
            column={column}
            row={row}
            onFilter={(item) => {
              onFilter(item);
              close();
            }}
            onOpen={() => {
              close();
              onOpen(menu.at.row);
            }}
          />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
