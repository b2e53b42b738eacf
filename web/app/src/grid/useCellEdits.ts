import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rowKey, rowKeys, type TableRef, updateRow } from "../api/rows";
import type { Row, Value } from "../api/types";
import { toastUndo } from "../ui/undoToast";
import { type CellNote, type CellNotes, cellId, refusalText } from "./cellProblems";
import type { GridColumn } from "./gridColumns";
import { changeRow, fetchListed } from "./rowQueries";

export interface CellEdits {
  notes: CellNotes;
  write: (column: GridColumn, row: Row, value: Value) => void;
  note: (cell: string, note: CellNote | null) => void;
}

/**
 * Writes cells: shown at once, replaced by the row as the server stored it, put back where it refuses, with its reason
 * kept at the cell. Every write can be undone for as long as its toast is there.
 */
export function useCellEdits(source: TableRef): CellEdits {
  const client = useQueryClient();
  const { t } = useTranslation();
  const [notes, setNotes] = useState<CellNotes>(new Map());

  const note = (cell: string, text: CellNote | null) =>
    setNotes((before) => {
      if (text === null && !before.has(cell)) return before;
      const next = new Map(before);
      if (text === null) next.delete(cell);
      else next.set(cell, text);
      return next;
    });

  const save = async (column: GridColumn, row: Row, value: Value, undoing: boolean): Promise<void> => {
    const key = rowKey(source.table, row);
    if (key === null) return;
    const before = row[column.name] ?? null;
    const cell = cellId(key, 0, column.name);
    note(cell, null);
    changeRow(client, source, key, (current) => withValue(current, column, value));
    try {
      const stored = await updateRow(source, key, { [column.name]: value });
      const named = column.context.relation ? await fetchListed(source, stored) : undefined;
      changeRow(client, source, rowKey(source.table, { ...row, [column.name]: value }) ?? key, (current) => ({
        ...current,
        ...stored,
        ...named,
      }));
      void client.invalidateQueries({ queryKey: rowKeys.row(source, key) });
      const undo = () => void save(column, { ...row, ...stored }, before, true);
      if (!undoing) toastUndo(t("grid.edit.saved", { column: column.title }), undo);
    } catch (error) {
      const now = rowKey(source.table, { ...row, [column.name]: value }) ?? key;
      changeRow(client, source, now, (current) => ({ ...current, ...original(row, column) }));
      note(cell, { tone: "problem", text: refusalText(error, column.name) });
    }
  };

  const write = (column: GridColumn, row: Row, value: Value) => {
    if (!sameValue(row[column.name] ?? null, value)) void save(column, row, value, false);
  };

  return { notes, write, note };
}

/** Until the server answers, a related row is known by its key only. */
function withValue(row: Row, column: GridColumn, value: Value): Row {
  const relation = column.context.relation;
  return relation ? { ...row, [column.name]: value, [relation.name]: null } : { ...row, [column.name]: value };
}

function original(row: Row, column: GridColumn): Row {
  const relation = column.context.relation;
  const before = { [column.name]: row[column.name] ?? null };
  return relation ? { ...before, [relation.name]: row[relation.name] ?? null } : before;
}

function sameValue(one: Value, other: Value): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
