/** Which columns are shown, where and how wide: what a person changed, laid over what the table has. */

export interface ColumnState {
  /** Column names from left to right; columns that are not named follow in the table's own order. */
  order: string[];
  hidden: string[];
  /** Kept at the left edge while scrolling sideways, in this order. */
  pinned: string[];
  /** Widths in px of the columns that were resized. */
  widths: Record<string, number>;
}

export const MIN_WIDTH = 48;
export const MAX_WIDTH = 800;

export const emptyColumnState: ColumnState = { order: [], hidden: [], pinned: [], widths: {} };

/** All `names` in the order of the state: those it does not know go right after their left neighbour. */
export function orderedColumns(state: ColumnState, names: readonly string[]): string[] {
  const known = new Set(names);
  const result = [...new Set(state.order)].filter((name) => known.has(name));
  names.forEach((name, index) => {
    if (result.includes(name)) return;
    const left = names[index - 1];
    result.splice(left === undefined ? 0 : result.indexOf(left) + 1, 0, name);
  });
  return result;
}

/** The shown columns, the pinned ones first. A state that hides everything hides nothing. */
export function visibleColumns(state: ColumnState, names: readonly string[]): { pinned: string[]; center: string[] } {
  const hidden = new Set(state.hidden);
  const ordered = orderedColumns(state, names);
  const shown = ordered.filter((name) => !hidden.has(name));
  const visible = new Set(shown.length > 0 ? shown : ordered);
  const pinned = [...new Set(state.pinned)].filter((name) => visible.has(name));
  return { pinned, center: [...visible].filter((name) => !pinned.includes(name)) };
}

export function hideColumn(state: ColumnState, name: string): ColumnState {
  return { ...state, hidden: [...new Set([...state.hidden, name])] };
}

export function togglePin(state: ColumnState, name: string): ColumnState {
  const pinned = state.pinned.includes(name) ? state.pinned.filter((other) => other !== name) : [...state.pinned, name];
  return { ...state, pinned };
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

export function resizeColumn(state: ColumnState, name: string, width: number): ColumnState {
  return { ...state, widths: { ...state.widths, [name]: clampWidth(width) } };
}

/** `name` is put before `before`, or last where that is null; pinned columns move among the pinned. */
export function moveColumn(
  state: ColumnState,
  names: readonly string[],
  name: string,
  before: string | null,
): ColumnState {
  if (name === before) return state;
  if (state.pinned.includes(name)) return { ...state, pinned: placed(state.pinned, name, before) };
  return { ...state, order: placed(orderedColumns(state, names), name, before) };
}

/** One place to the left or right among the shown columns of the same part, pinned or not. */
export function shiftColumn(state: ColumnState, names: readonly string[], name: string, step: -1 | 1): ColumnState {
  const { pinned, center } = visibleColumns(state, names);
  const part = pinned.includes(name) ? pinned : center;
  const target = part.indexOf(name) + step;
  if (target < 0 || target >= part.length) return state;
  const before = step === -1 ? part[target] : part[target + 1];
  return moveColumn(state, names, name, before ?? after(state, names, part[target]));
}

/** The column that follows `name` in the whole order, hidden ones too; null where it is the last. */
function after(state: ColumnState, names: readonly string[], name: string | undefined): string | null {
  if (name === undefined) return null;
  const ordered = orderedColumns(state, names);
  return ordered[ordered.indexOf(name) + 1] ?? null;
}

function placed(list: readonly string[], name: string, before: string | null): string[] {
  const rest = list.filter((other) => other !== name);
  const index = before === null ? -1 : rest.indexOf(before);
  rest.splice(index < 0 ? rest.length : index, 0, name);
  return rest;
}
