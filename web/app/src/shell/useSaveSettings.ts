import { ApiError } from "@jetway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type StoredSettings, saveSettings, settingsKey } from "../api/settings";
import type { Settings } from "../api/types";
import { toastDone, toastError } from "../ui/undoToast";

/** Saves the settings over the version they were made from; where somebody was first, theirs are fetched. */
export function useSaveSettings(project: string, said: { saved: string; failed: string }, onSaved: () => void) {
  const queries = useQueryClient();
  const key = settingsKey(project);
  return useMutation({
    mutationFn: (settings: Settings) =>
      saveSettings(project, settings, queries.getQueryData<StoredSettings>(key)?.etag ?? null),
    onSuccess: (stored) => {
      queries.setQueryData(key, stored);
      toastDone(said.saved);
      onSaved();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === "conflict") void queries.invalidateQueries({ queryKey: key });
      toastError(said.failed, error);
    },
  });
}
