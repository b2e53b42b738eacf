import { useRef } from "react";
import type { Row } from "../api/types";

/** Does the work on a row, and gives what came of the row: it is what the next work begins with. */
export type InTurn = (from: string, to: string, row: Row, work: (latest: Row) => Promise<Row>) => Promise<void>;

/**
 * Work on one row is done one after the other. `from` and `to`: where the row is until now, and from now on; `row`: as it
 * is where no work is under way.
 */
export function useTurns(): InTurn {
  const last = useRef(new Map<string, Promise<Row>>());
  return async (from, to, row, work) => {
    const before = last.current.get(from);
    const done = before ? before.then(work) : work(row);
    last.current.delete(from);
    last.current.set(to, done);
    try {
      await done;
    } finally {
      if (last.current.get(to) === done) last.current.delete(to);
    }
  };
}
