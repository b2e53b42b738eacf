/** What a field is: one descriptor per folder, found by `fields/registry.ts`. */
import type { ComponentType } from "react";
import type { TableRef } from "../api/tables";
import type { Column, Relation, Row, Table, TableSettings, Value } from "../api/types";

/** A column with all that a field needs to draw it. `relation` is the to-one relation it is the key of. */
export interface FieldContext {
  /** Where the table is, so that a relation can look for its rows. */
  source: TableRef;
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

export interface InlineProps {
  onCommit: (value?: Value) => void;
  onCancel: () => void;
  /** The character that started the edit; it replaces the content. */
  typed: string | null;
}

export interface InputProps {
  context: FieldContext;
  value: Value | undefined;
  onChange: (value: Value) => void;
  /** Sets several columns at once: a composite foreign key. Without it the key is edited column by column. */
  onChangeMany?: (changes: Row) => void;
  /** What is typed is no value of this field (an i18n key), or is one again (null). */
  onProblem?: (problem: string | null) => void;
  onBlur?: () => void;
  /** Set in a grid cell: smaller, without label, focused; `onCommit` saves and `onCancel` puts back. */
  inline?: InlineProps;
  error?: string;
  disabled?: boolean;
  required?: boolean;
  placeholder?: string;
  id: string;
  /** Ids of the elements that describe the input: its hint and its error. */
  describedBy?: string;
  /** The whole row, with expanded relations, where there is one. */
  row?: Row;
}

export type Parsed = { value: Value } | { problem: string };

export interface FieldDescriptor {
  id: string;
  /** An i18n key. */
  label: string;
  /** How well it suits a column: 0 not at all, 1 by type, 2 and more by name or settings. The highest wins. */
  accepts: (column: Column, relation: Relation | null) => number;
  align: "start" | "end" | "center";
  /** Width of a grid column in px before anybody resizes it. */
  width: (column: Column) => number;
  /** Takes the whole width of a form; short fields share a line. */
  wide?: (column: Column) => boolean;
  /** An empty text is a value of its own here, apart from null. */
  emptyIsValue?: boolean;
  Cell: ComponentType<CellProps>;
  /** What the value looks like, for lists that show rows as cards; left out where it looks like nothing. */
  Picture?: ComponentType<CellProps>;
  /** Left out where the field cannot be edited. */
  Input?: ComponentType<InputProps>;
  /** The value as plain text: for the clipboard, titles and screen readers. */
  text: (value: Value, context: FieldContext) => string;
  /** The opposite of `text`, for what is typed or pasted. `problem` is an i18n key. */
  parse: (text: string, context: FieldContext) => Parsed;
}
