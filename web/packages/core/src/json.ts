/** A value ready for JSON; an expanded relation is a nested row or null. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

export type Row = { [column: string]: Value };
