import { useQueryClient } from "@tanstack/react-query";
import { bridgesKey } from "../../../api/bridges";
import { sessionKey } from "../../../api/session";
import { useChange } from "../parts/useChange";

/** A change of a bridge; the menu, which names the bridges too, hears of it. */
export function useBridgeChange<Output>(project: string, run: () => Promise<Output>, done: string, then: () => void) {
  const queries = useQueryClient();
  return useChange<void, Output>(bridgesKey(project), run, { done }, () => {
    void queries.invalidateQueries({ queryKey: sessionKey });
    then();
  });
}
