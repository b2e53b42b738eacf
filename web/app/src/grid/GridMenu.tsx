import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FilterItem } from "../api/rows";
import { CellMenuItems } from "./CellMenuItems";
import { type ColumnChange, HeaderMenuItems } from "./HeaderMenuItems";
import { type CellPlace, HEADER_ROW } from "./selection";
import type { GridModel } from "./useGridModel";

export interface OpenMenu {
  at: CellPlace;
  /** In px of the window. */
  x: number;
  y: number;
}

interface GridMenuProps {
  model: GridModel;
  menu: OpenMenu | null;
  sorted: boolean;
  onClose: () => void;
  onFilter: (item: FilterItem) => void;
  onOpen: (index: number) => void;
  onColumn: (name: string, change: ColumnChange) => void;
}

/** The menu of a cell or a head, at the mouse or at the cell. */
export function GridMenu({ model, menu, sorted, onClose, onFilter, onOpen, onColumn }: GridMenuProps) {
  const { t } = useTranslation();
  const column = menu && model.layout.columns[menu.at.column];
  if (!menu || !column) return null;
  const row = menu.at.row === HEADER_ROW ? null : model.rows.rowAt(menu.at.row);
  return (
    <Menu
      opened
      onChange={(opened) => {
        if (!opened) onClose();
      }}
      position="bottom-start"
      offset={2}
      width={230}
      returnFocus={false}
      withinPortal
    >
      <Menu.Target>
        <span style={{ position: "fixed", left: menu.x, top: menu.y, width: 0, height: 0 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("grid.menu.label", { column: column.title })}>
        {row === null ? (
          <HeaderMenuItems
            model={model}
            at={menu.at.column}
            column={column}
            sorted={sorted}
            onChange={(change) => onColumn(column.name, change)}
            onFilter={onFilter}
            onClose={onClose}
          />
        ) : (
          <CellMenuItems column={column} row={row} onFilter={onFilter} onOpen={() => onOpen(menu.at.row)} />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
