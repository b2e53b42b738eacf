import { Menu } from "@mantine/core";
import {
  ArrowDown,
  ArrowDownUp,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  EyeOff,
  Filter,
  IdCard,
  Link2,
  MoveHorizontal,
  Paperclip,
  Pin,
  PinOff,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { canHoldFiles } from "../fields/file/path";
import { canRelate } from "../lib/keyKinds";
import { canBeFiltered } from "./cellFilters";
import type { GridColumn } from "./gridColumns";
import type { Declared } from "./gridProps";
import type { SortDirection } from "./sortOrder";
import type { GridModel } from "./useGridModel";

export type ColumnChange =
  | { do: "sort"; direction: SortDirection }
  | { do: "filter" | "pin" | "hide" | "fit" | "name" }
  | { do: "declare"; as: Declared }
  | { do: "shift"; step: -1 | 1 };

interface HeaderMenuItemsProps {
  model: GridModel;
  at: number;
  column: GridColumn;
  sorted: boolean;
  onChange: (change: ColumnChange) => void;
}

const ICON = { size: 14, "aria-hidden": true } as const;

export function HeaderMenuItems({ model, at, column, sorted, onChange }: HeaderMenuItemsProps) {
  const { t } = useTranslation();
  const { layout } = model;
  const isPinned = at < layout.pinned;
  const first = isPinned ? 0 : layout.pinned;
  const last = isPinned ? layout.pinned - 1 : layout.columns.length - 1;
  const sort = (direction: SortDirection) => onChange({ do: "sort", direction });
  return (
    <>
      {column.column.sortable ? (
        <>
          <Menu.Item leftSection={<ArrowUp {...ICON} />} onClick={() => sort("ascending")}>
            {t("grid.head.ascending")}
          </Menu.Item>
          <Menu.Item leftSection={<ArrowDown {...ICON} />} onClick={() => sort("descending")}>
            {t("grid.head.descending")}
          </Menu.Item>
          {sorted && (
            <Menu.Item leftSection={<ArrowDownUp {...ICON} />} onClick={() => sort(null)}>
              {t("grid.head.unsorted")}
            </Menu.Item>
          )}
        </>
      ) : (
        <Menu.Item disabled leftSection={<ArrowDownUp {...ICON} />}>
          {t("grid.head.noSort")}
        </Menu.Item>
      )}
      <Menu.Divider />
      {canBeFiltered(column.column, column.context.relation !== null) && (
        <Menu.Item leftSection={<Filter {...ICON} />} onClick={() => onChange({ do: "filter" })}>
          {t("grid.head.filter")}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={isPinned ? <PinOff {...ICON} /> : <Pin {...ICON} />}
        onClick={() => onChange({ do: "pin" })}
      >
        {t(isPinned ? "grid.head.unpin" : "grid.head.pin")}
      </Menu.Item>
      <Menu.Item
        leftSection={<ArrowLeft {...ICON} />}
        disabled={at === first}
        onClick={() => onChange({ do: "shift", step: -1 })}
      >
        {t("grid.head.left")}
      </Menu.Item>
      <Menu.Item
        leftSection={<ArrowRight {...ICON} />}
        disabled={at === last}
        onClick={() => onChange({ do: "shift", step: 1 })}
      >
        {t("grid.head.right")}
      </Menu.Item>
      <Menu.Item leftSection={<MoveHorizontal {...ICON} />} onClick={() => onChange({ do: "fit" })}>
        {t("grid.head.fit")}
      </Menu.Item>
      {model.mayName && canName(column) && (
        <Menu.Item leftSection={<IdCard {...ICON} />} onClick={() => onChange({ do: "name" })}>
          {t("grid.head.name")}
        </Menu.Item>
      )}
      {model.mayDeclare && canRelate(column.column, column.context.relation) && (
        <Menu.Item leftSection={<Link2 {...ICON} />} onClick={() => onChange({ do: "declare", as: "relation" })}>
          {t("grid.head.relate")}
        </Menu.Item>
      )}
      {model.mayDeclare && canHoldFiles(column.context) && (
        <Menu.Item leftSection={<Paperclip {...ICON} />} onClick={() => onChange({ do: "declare", as: "files" })}>
          {t("grid.head.files")}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<EyeOff {...ICON} />}
        disabled={layout.columns.length === 1}
        onClick={() => onChange({ do: "hide" })}
      >
        {t("grid.head.hide")}
      </Menu.Item>
    </>
  );
}

/** A document or a file is nothing to call a row by. */
function canName({ naming, column }: GridColumn): boolean {
  return !naming && !column.file && !["json", "bytes", "array", "geometry"].includes(column.type);
}
