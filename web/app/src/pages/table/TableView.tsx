import { useNavigate } from "@tanstack/react-router";
import { Suspense, useRef, useState } from "react";
import { type TableRef, tableTitle } from "../../api/tables";
import { TableSource } from "../../fields/parts/TableSource";
import type { ColumnState } from "../../grid/columnState";
import type { Declared } from "../../grid/gridProps";
import type { Total } from "../../grid/rowPages";
import { OpenRecordProvider } from "../../record/OpenRecord";
import { useRecordAddress } from "../../record/useRecordAddress";
import { usePageKeys } from "../../shell/usePageKeys";
import { Page } from "../../ui/Page";
import { SkeletonRows } from "../../ui/SkeletonRows";
import { FilterBar } from "../filter/FilterBar";
import { DataGrid, DeclareDialog, RecordDrawer } from "../lazyParts";
import { RowTotal } from "./RowTotal";
import { TableToolbar } from "./TableToolbar";
import { addressOf, useColumnState } from "./useColumnState";
import { useDensity } from "./useDensity";
import { useNaming } from "./useNaming";
import { useTableView } from "./useTableView";
import { useWalk } from "./useWalk";

interface Declaring {
  column: string;
  as: Declared;
}

/** A list of rows with its toolbar, and the record that is open beside it. */
export function TableView({ source }: { source: TableRef }) {
  const navigate = useNavigate();
  const { table, bridge, settings } = source;
  const { view, record, columns, changeView, setSearch, changeFilters, addFilter, setColumns, openRecord } =
    useTableView();
  const columnState = useColumnState(source, columns);
  const [total, setTotal] = useState<Total | null>(null);
  const [density, setDensity] = useDensity();
  const onName = useNaming(source);
  const [declaring, setDeclaring] = useState<Declaring | null>(null);
  const declare = table.declarable ? (column: string, as: Declared) => setDeclaring({ column, as }) : undefined;
  const [filterOpen, setFilterOpen] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);

  const create = () => void navigate({ to: "/$bridge/$table/+new", params: { bridge: bridge.id, table: table.model } });
  const openElsewhere = (model: string, key: string) =>
    void navigate({ to: "/$bridge/$table/$key", params: { bridge: bridge.id, table: model, key } });
  const walk = useWalk(source, view, record, openRecord);
  const openActions = { open: openElsewhere, href: useRecordAddress(source) };
  const changeColumns = (next: ColumnState) => {
    columnState.setState(next);
    setColumns(addressOf(columnState.state, next, columnState, columns));
  };
  usePageKeys({
    "/": () => searchBox.current?.focus(),
    F: () => setFilterOpen(true),
    ...(table.verbs.includes("create") && { N: create }),
  });

  return (
    <Page
      title={tableTitle(table, settings)}
      crumb={table.source && <TableSource target={source} text={(title) => title} />}
      note={<RowTotal total={total} />}
      toolbar={
        <TableToolbar
          source={source}
          view={view}
          onSearch={setSearch}
          searchBox={searchBox}
          filterOpen={filterOpen}
          onFilterOpen={setFilterOpen}
          onFilter={addFilter}
          columnState={columnState.state}
          columnNames={columnState.names}
          onResetColumns={() => changeColumns(columnState.initial)}
          onColumnState={changeColumns}
          density={density}
          onDensity={setDensity}
          onDeclare={declare}
          onCreate={create}
        />
      }
      below={view.filters.length > 0 && <FilterBar source={source} filters={view.filters} onChange={changeFilters} />}
    >
      <Suspense fallback={<SkeletonRows />}>
        <OpenRecordProvider value={openActions}>
          <DataGrid
            source={source}
            view={view}
            onViewChange={changeView}
            columnState={columnState.state}
            onColumnStateChange={changeColumns}
            onOpen={openRecord}
            onTotal={setTotal}
            onFilter={addFilter}
            onName={onName}
            onDeclare={declare}
            density={density}
          />
        </OpenRecordProvider>
      </Suspense>
      {declaring !== null && (
        <Suspense fallback={null}>
          <DeclareDialog source={source} {...declaring} onClose={() => setDeclaring(null)} />
        </Suspense>
      )}
      {record !== undefined && (
        <Suspense fallback={null}>
          <RecordDrawer
            source={source}
            recordKey={record}
            onClose={() => openRecord(undefined)}
            onOpen={openElsewhere}
            onDeleted={() => openRecord(undefined)}
            onStep={(step) => void walk(step)}
          />
        </Suspense>
      )}
    </Page>
  );
}
