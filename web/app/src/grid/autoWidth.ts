import { clampWidth } from "./columnState";

/** Padding of a cell, and room for the sort arrow and the menu of a head. */
const CELL_EXTRA = 26;
const HEAD_EXTRA = 46;

/** The width at which everything that is drawn of the column fits. Reads the document. */
export function autoWidth(root: HTMLElement, at: number): number {
  let widest = 0;
  for (const cell of root.querySelectorAll<HTMLElement>(`[data-cell="${at}"]`)) {
    const inHead = cell.closest("[data-head]") !== null;
    const content = inHead ? cell.querySelector("span") : cell;
    if (content) widest = Math.max(widest, contentWidth(content) + (inHead ? HEAD_EXTRA : CELL_EXTRA));
  }
  return clampWidth(widest);
}

/** The width of the text itself, also where it is cut off. */
function contentWidth(element: HTMLElement): number {
  const range = document.createRange();
  range.selectNodeContents(element);
  const texts = [...range.getClientRects()];
  const left = Math.min(...texts.map((rect) => rect.left));
  const right = Math.max(...texts.map((rect) => rect.right));
  return texts.length > 0 ? Math.ceil(right - left) : 0;
}
