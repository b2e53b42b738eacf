/** What a field is: one descriptor per folder, found by `fields/registry.ts`. */
import type { ComponentType } from "react";
import type { Column, Relation, Row, Table, TableSettings, Value } from "../api/types";

/** A column with all that a field needs to draw it. `relation` is the to-one relation it is the key of. */
export interface FieldContext {
  table: Table;
  column: Column;
  relation: Relation | null;
  title: string;
  /** Options of the chosen field, from the settings. */
  options: { [key: string]: Value };
  /** Settings of the table that `relation` leads to. */
  targetSettings?: TableSettings;
}

export interface CellProps {
  context: FieldContext;
  value: Value;
  /** The whole row, with expanded relations. */
  row: Row;
}

export interface InputProps {
  context: FieldContext;
  value: Value | undefined;
  onChange: (value: Value) => void;
  /** Set in a grid cell: smaller, without label, focused; `onCommit` saves and `onCancel` puts back. */
  inline?: { onCommit: (value?: Value) => void; onCancel: () => void; typed: string | null };
  error?: string;
  disabled?: boolean;
  id: string;
}

export interface FieldDescriptor {
  id: string;
  label: string;
  /** How well it suits a column: 0 not at all, 1 by type, 2 and more by name or settings. The highest wins. */
  accepts: (column: Column, relation: Relation | null) => number;
  align: "start" | "end" | "center";
  /** Width of a grid column in px before anybody resizes it. */
  width: (column: Column) => number;
  Cell: ComponentType<CellProps>;
  /** Left out where the field cannot be edited. */
  Input?: ComponentType<InputProps>;
  /** The value as plain text: for the clipboard, titles and screen readers. */
  text: (value: Value, context: FieldContext) => string;
}
