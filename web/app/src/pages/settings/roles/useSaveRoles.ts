import { useMutation, useQueryClient } from "@tanstack/react-query";
import { peopleKey } from "../../../api/members";
import { policyKey, type Role, type StoredPolicy, savePolicy } from "../../../api/policy";
import { toastDone } from "../../../ui/undoToast";

/** Saves roles over the version that they were made from. */
export function useSaveRoles(
  project: string,
  stored: StoredPolicy,
  said: string,
  then: (stored: StoredPolicy) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (roles: Record<string, Role>) => savePolicy(project, { roles }, stored.etag),
    onSuccess: (saved) => {
      queries.setQueryData(policyKey(project), saved);
      void queries.invalidateQueries({ queryKey: peopleKey(project) });
      toastDone(said);
      then(saved);
    },
  });
}
