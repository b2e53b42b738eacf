/** Whether changes may be lost: asked by whoever leaves, shown by `LeaveDialog`, also where that is still on its way. */
let asked: ((agreed: boolean) => void) | null = null;
const listeners = new Set<() => void>();

function set(next: typeof asked): void {
  asked = next;
  for (const told of listeners) told();
}

export const leaveQuestion = {
  ask: (): Promise<boolean> =>
    new Promise((answer) => {
      asked?.(false);
      set(answer);
    }),
  answer: (agreed: boolean): void => {
    const waiting = asked;
    set(null);
    waiting?.(agreed);
  },
  isOpen: (): boolean => asked !== null,
  subscribe: (told: () => void): (() => void) => {
    listeners.add(told);
    return () => listeners.delete(told);
  },
};
