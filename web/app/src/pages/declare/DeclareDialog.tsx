import type { TableRef } from "../../api/tables";
import type { Declared } from "../../grid/gridProps";
import { FilesDialog } from "./FilesDialog";
import { RelationDialog } from "./RelationDialog";

export interface DeclareDialogProps {
  source: TableRef;
  column: string;
  as: Declared;
  onClose: () => void;
}

/** Asks what the values of a column stand for: rows of another table, or files. */
export function DeclareDialog({ as, ...asked }: DeclareDialogProps) {
  return as === "relation" ? <RelationDialog {...asked} /> : <FilesDialog {...asked} />;
}
