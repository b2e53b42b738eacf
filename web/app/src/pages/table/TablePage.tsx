import { WithTable } from "../WithTable";
import { TableView } from "./TableView";

export function TablePage() {
  return (
    <WithTable>{(source) => <TableView key={`${source.bridge.id}/${source.table.model}`} source={source} />}</WithTable>
  );
}
