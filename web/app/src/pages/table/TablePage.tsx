import { WithTable } from "../WithTable";
import { TableView } from "./TableView";

// The grid comes along while the tables are asked for.
void import("../../grid/DataGrid");

export function TablePage() {
  return (
    <WithTable>{(source) => <TableView key={`${source.bridge.id}/${source.table.model}`} source={source} />}</WithTable>
  );
}
