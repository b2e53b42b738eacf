import { displayColumn, refTo, relationOf, type TableRef } from "../../api/tables";
import { type ColumnState, visibleColumns } from "../../grid/columnState";

/** What the list shows, for a file: the columns in their order, each foreign key followed by the name that it stands for. */
export function shownPaths(source: TableRef, state: ColumnState, names: readonly string[]): string[] {
  const { pinned, center } = visibleColumns(state, names);
  return [...pinned, ...center].flatMap((name) => {
    const link = relationOf(source.table, name);
    // A file holds only what the role may take away, of other sources too.
    const target = link && refTo(source, link.target);
    const display = target?.table.exportable ? displayColumn(target.table, target.settings) : null;
    const repeated = display !== null && link?.target_columns.includes(display);
    return link && display !== null && !repeated ? [name, `${link.name}.${display}`] : [name];
  });
}
