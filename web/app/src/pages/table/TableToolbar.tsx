import { Button } from "@mantine/core";
import { Plus } from "lucide-react";
import { type RefObject, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { FilterItem, ListView } from "../../api/rows";
import type { TableRef } from "../../api/tables";
import type { ColumnState } from "../../grid/columnState";
import type { Declared } from "../../grid/gridProps";
import type { Density } from "../../grid/rowWindow";
import { isDatabase } from "../../lib/kinds";
import { FilterButton } from "../filter/FilterButton";
import { SourceActions } from "../lazyParts";
import { ColumnsMenu } from "./ColumnsMenu";
import { SearchBox } from "./SearchBox";
import { TableMenu } from "./TableMenu";
import styles from "./TableToolbar.module.css";

export interface TableToolbarProps {
  source: TableRef;
  view: ListView;
  onSearch: (text: string) => void;
  searchBox: RefObject<HTMLInputElement | null>;
  filterOpen: boolean;
  onFilterOpen: (open: boolean) => void;
  onFilter: (item: FilterItem) => void;
  columnState: ColumnState;
  columnNames: string[];
  onColumnState: (state: ColumnState) => void;
  onResetColumns: () => void;
  density: Density;
  onDensity: (density: Density) => void;
  onDeclare?: (column: string, as: Declared) => void;
  onCreate: () => void;
}

export function TableToolbar(props: TableToolbarProps) {
  const { t } = useTranslation();
  const { source, view } = props;
  return (
    <>
      <SearchBox source={source} text={view.search} onSearch={props.onSearch} inputRef={props.searchBox} />
      <FilterButton source={source} opened={props.filterOpen} onOpened={props.onFilterOpen} onAdd={props.onFilter} />
      <ColumnsMenu
        source={source}
        names={props.columnNames}
        state={props.columnState}
        onChange={props.onColumnState}
        onReset={props.onResetColumns}
        density={props.density}
        onDensity={props.onDensity}
        onDeclare={props.onDeclare}
      />
      {!isDatabase(source.table.engine) && (
        <Suspense fallback={null}>
          <SourceActions source={source} />
        </Suspense>
      )}
      <TableMenu source={source} view={view} columnState={props.columnState} columnNames={props.columnNames} />
      {source.table.verbs.includes("create") && (
        <Button
          size="xs"
          className={styles.button}
          aria-label={t("table.newRecord")}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={props.onCreate}
        >
          <span className={styles.text}>{t("table.new")}</span>
        </Button>
      )}
    </>
  );
}
