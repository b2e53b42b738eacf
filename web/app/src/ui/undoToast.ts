/** What was done, said in the corner. The toasts themselves are fetched with the first one. */

type Toasts = typeof import("./toasts");

function later(say: (toasts: Toasts) => void): void {
  void import("./toasts").then(say);
}

/** With notes it stays until it is closed. */
export function toastDone(message: string, notes?: string[]): void {
  later((toasts) => toasts.toastDone(message, notes));
}

/** Says what was done and offers to take it back for six seconds. */
export function toastUndo(message: string, onUndo: () => void): void {
  later((toasts) => toasts.toastUndo(message, onUndo));
}

/** Stays until it is closed. */
export function toastError(title: string, error: unknown): void {
  later((toasts) => toasts.toastError(title, error));
}
