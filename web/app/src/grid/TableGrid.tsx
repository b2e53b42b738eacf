import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { tableTitle } from "../api/tables";
import { loadInputs } from "../fields/lazyInput";
import styles from "./DataGrid.module.css";
import { GridBody } from "./GridBody";
import { GridHeader } from "./GridHeader";
import { GridMenu, type OpenMenu } from "./GridMenu";
import { GridState } from "./GridState";
import { HEAD_HEIGHT, layoutVariables } from "./gridGeometry";
import type { DataGridProps } from "./gridProps";
import { StatusBar } from "./StatusBar";
import { type CellPlace, HEADER_ROW } from "./selection";
import { useColumnChanges } from "./useColumnChanges";
import { useEvent } from "./useEvent";
import { useGridCommands } from "./useGridCommands";
import { useGridEvents } from "./useGridEvents";
import { useGridFocus } from "./useGridFocus";
import { useGridModel } from "./useGridModel";

export function TableGrid(props: DataGridProps) {
  const { view, onViewChange } = props;
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const model = useGridModel(props, element, { head: HEAD_HEIGHT });
  const focus = useGridFocus(root, model.cursor);

  const openMenu = (at: CellPlace, point?: { x: number; y: number }) => {
    const line = at.row === HEADER_ROW ? "[data-head]" : `[data-row="${at.row}"]`;
    const box = root.current?.querySelector(`${line} [data-cell="${at.column}"]`)?.getBoundingClientRect();
    setMenu({ at, x: point?.x ?? box?.left ?? 0, y: point?.y ?? box?.bottom ?? 0 });
  };
  const changeMenu = (next: OpenMenu | null) => {
    setMenu(next);
    if (next === null) focus.want();
  };

  const commands = useGridCommands(model, { props, focus, element: () => element.current, openMenu });
  const act = useEvent(commands.act);
  const columns = useColumnChanges(model, props, root);
  const events = useGridEvents(model, commands, { openMenu, onFilter: props.onFilter });
  const { layout, rows } = model;
  const first = rows.total !== null;
  // Whoever has rows may edit them next; what that needs comes from the server.
  useEffect(() => {
    if (first) void loadInputs().catch(() => undefined);
  }, [first]);
  const menuColumn = menu && layout.columns[menu.at.column];

  return (
    <div className={styles.grid} ref={root} style={layoutVariables(layout, model)}>
      <div
        ref={element}
        role="grid"
        aria-label={tableTitle(model.source.table, model.source.settings)}
        aria-rowcount={rows.total?.kind === "exact" ? rows.total.rows + 1 : -1}
        aria-colcount={layout.columns.length + 1}
        aria-multiselectable
        aria-busy={rows.stale || rows.total === null}
        className={styles.scroller}
        {...events}
      >
        <div className={styles.content}>
          <GridHeader
            model={model}
            order={view.order}
            handlers={{
              onSort: commands.sort,
              onMenu: (at, anchor) => {
                const box = anchor.getBoundingClientRect();
                openMenu({ row: HEADER_ROW, column: at }, { x: box.left, y: box.bottom });
              },
              onResizing: (name, width) => model.setWidthDraft(width === null ? null : { name, width }),
              onResized: columns.resize,
              onAutoSize: columns.autoSize,
            }}
            onMove={columns.move}
            onCheckAll={commands.checkAll}
          />
          <GridBody model={model} act={act} />
        </div>
      </div>
      <GridState
        model={model}
        view={view}
        onClearFilters={() => onViewChange((old) => ({ ...old, filters: [], search: "" }))}
      />
      <StatusBar model={model} view={view} onViewChange={onViewChange} />
      <GridMenu
        model={model}
        menu={menu}
        sorted={view.order.some((item) => item.column === menuColumn?.name)}
        onMenu={changeMenu}
        onFilter={props.onFilter}
        onOpen={(index) => act({ do: "open", index })}
        onColumn={columns.change}
      />
      <span className={styles.hint} aria-live="polite">
        {rows.stale ? t("grid.status.loading") : ""}
      </span>
    </div>
  );
}
