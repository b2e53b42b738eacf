import { ApiError } from "@jetway/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rowKey, rowKeys, type TableRef, updateRow } from "../api/rows";
import type { Row, Value } from "../api/types";
import { own } from "../lib/own";
import { toastUndo } from "../ui/undoToast";
import { type CellNote, type CellNotes, cellId, refusalText } from "./cellProblems";
import type { GridColumn } from "./gridColumns";
import { changeRow, fetchListed } from "./rowQueries";
import { useTurns } from "./useTurns";

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
  const inTurn = useTurns();

  const note = (cell: string, text: CellNote | null) =>
    setNotes((before) => {
      if (text === null && !before.has(cell)) return before;
      const next = new Map(before);
      if (text === null) next.delete(cell);
      else next.set(cell, text);
      return next;
    });

  /** Puts the old value back, unless the person has typed again meanwhile: then that write decides. */
  const refuse = (column: GridColumn, row: Row, value: Value, error: unknown) => {
    const key = rowKey(source.table, withValue(row, column, value)) ?? "";
    let newer = false;
    changeRow(client, source, key, (current) => {
      newer = !sameValue(own(current, column.name) ?? null, value);
      return newer ? current : { ...current, ...original(row, column) };
    });
    const cell = cellId(rowKey(source.table, row), 0, column.name);
    if (!newer) note(cell, { tone: "problem", text: refusalText(error, column.name) });
  };

  /** Somebody else was faster: what they saved takes the place of both values. */
  const showCurrent = async (key: string, column: GridColumn, row: Row) => {
    const current = await fetchListed(source, row).catch(() => undefined);
    if (!current) return;
    changeRow(client, source, key, (listed) => ({ ...listed, ...current }));
    note(cellId(key, 0, column.name), { tone: "problem", text: t("grid.edit.conflict") });
  };

  /** `shown`: the key under which lists show the row until now; what is stored may have another. */
  const accept = async (shown: string, key: string, column: GridColumn, stored: Row) => {
    changeRow(client, source, shown, (current) => ({ ...current, ...stored }));
    void client.invalidateQueries({ queryKey: rowKeys.row(source, key) });
    if (column.context.relation === null) return;
    // The write has succeeded; if its name cannot be had, the key is shown.
    const named = await fetchListed(source, stored).catch(() => undefined);
    if (named) changeRow(client, source, rowKey(source.table, named) ?? key, (current) => ({ ...current, ...named }));
  };

  /** Shown at once, and sent when nothing of the row is under way: it may have another key, or value, by then. */
  const save = async (column: GridColumn, row: Row, value: Value, undoable: boolean): Promise<void> => {
    const key = rowKey(source.table, row);
    if (key === null) return;
    note(cellId(key, 0, column.name), null);
    changeRow(client, source, key, (current) => withValue(current, column, value));
    const shown = rowKey(source.table, withValue(row, column, value)) ?? key;
    const place = (at: string) => JSON.stringify(rowKeys.row(source, at));
    await inTurn(place(key), place(shown), row, (latest) => send(column, latest, value, undoable));
  };

  /** Gives the row as it is stored then. */
  const send = async (column: GridColumn, row: Row, value: Value, undoable: boolean): Promise<Row> => {
    const key = rowKey(source.table, row) ?? "";
    const changed = withValue(row, column, value);
    changeRow(client, source, key, (current) => withValue(current, column, value));
    try {
      const stored = await updateRow(source, key, { [column.name]: value }, row);
      const now = { ...changed, ...stored };
      const undo = () => void save(column, now, own(row, column.name) ?? null, false);
      if (undoable) toastUndo(t("grid.edit.saved", { column: column.title }), undo);
      void accept(rowKey(source.table, changed) ?? key, key, column, stored);
      return now;
    } catch (error) {
      refuse(column, row, value, error);
      if (error instanceof ApiError && error.code === "changed_meanwhile") await showCurrent(key, column, row);
      return row;
    }
  };

  const write = (column: GridColumn, row: Row, value: Value) => {
    if (!sameValue(own(row, column.name) ?? null, value)) void save(column, row, value, true);
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
  const before = { [column.name]: own(row, column.name) ?? null };
  return relation ? { ...before, [relation.name]: own(row, relation.name) ?? null } : before;
}

function sameValue(one: Value, other: Value): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
