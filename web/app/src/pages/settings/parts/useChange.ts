import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { toastDone, toastError } from "../../../ui/undoToast";
import { useProof } from "./useProof";

export interface ChangeTexts {
  done?: string;
  /** Said in a toast; left out where the error stands in a dialog. */
  failed?: string;
}

/** A change at control, proved where it is sensitive; what `key` holds is asked for again after it. */
export function useChange<Input, Output>(
  key: QueryKey,
  run: (input: Input) => Promise<Output>,
  texts: ChangeTexts,
  then?: (output: Output) => void,
) {
  const queries = useQueryClient();
  const prove = useProof();
  return useMutation({
    mutationFn: (input: Input) => prove(() => run(input)),
    onSuccess: (output) => {
      if (texts.done) toastDone(texts.done);
      then?.(output);
    },
    onError: (error) => {
      if (texts.failed) toastError(texts.failed, error);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}
