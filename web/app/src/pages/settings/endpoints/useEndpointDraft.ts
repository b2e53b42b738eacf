import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Policy, policyKey, policyQuery, type StoredPolicy, savePolicy } from "../../../api/policy";
import { type Draft, draftOf, NEW_QUERY, sentTo, takenBy, withEndpoint, withSql } from "../../../lib/endpointDraft";
import { own } from "../../../lib/own";
import { roleName } from "../../../lib/roleRights";
import { useLeaveGuard } from "../../../record/useLeaveGuard";
import type { Place } from "../../../shell/places";
import { toastDone } from "../../../ui/undoToast";
import type { Runnables } from "./useRunnables";

/** A draft of one endpoint; nothing changes for anybody before it is saved. `id`: null of a new one. */
export function useEndpointDraft(place: Place, id: string | null, stored: StoredPolicy, runnables: Runnables) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const guard = useLeaveGuard();
  const [base, setBase] = useState(stored.policy);
  const [draft, setDraft] = useState(() => draftOf(stored.policy, id));
  const { project } = place;
  const change = (next: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...next }));
    guard.setDirty(true);
  };
  const runs = runnables.found.get(draft.runs);
  const operation = runs?.operation ?? null;
  const taken = takenBy(draft, operation);
  const save = useMutation({
    mutationFn: async () => {
      // What others changed elsewhere meanwhile is no conflict with this endpoint.
      const newest = await queries.fetchQuery({ ...policyQuery(project.id), staleTime: 0 });
      if (touched(base, newest.policy, draft)) throw new Error(t("endpoints.overtaken"));
      return savePolicy(project.id, withEndpoint(newest.policy, draft, operation), newest.etag);
    },
    onSuccess: (saved) => {
      queries.setQueryData(policyKey(project.id), saved);
      setBase(saved.policy);
      setDraft(draftOf(saved.policy, draft.id));
      guard.release();
      toastDone(t("endpoints.saved", { title: draft.title || draft.id }));
      if (id === null) {
        void navigate({ to: "/settings/{-$page}/{-$item}", params: { page: "endpoints", item: draft.id } });
      }
    },
  });
  return {
    draft,
    change,
    guard,
    save,
    runs,
    operation,
    taken,
    sent: sentTo(draft, taken),
    changed: draft.runs !== "" && guard.isDirty(),
    /** Its title, and with it the id of one that is not saved. */
    name: (title: string) => change(id === null ? { title, id: roleName(title) } : { title }),
    choose: (key: string) =>
      change({
        runs: key,
        parameters: {},
        columns: {},
        query: key === NEW_QUERY ? { sql: "", parameters: [] } : (base.queries[key.replace(/^query /, "")] ?? null),
      }),
    write: (sql: string) => draft.query && change({ query: withSql(draft.query, sql) }),
    problem: problemOf(base, draft, id),
  };
}

export type EndpointDraft = ReturnType<typeof useEndpointDraft>;

/** Whether somebody else saved another endpoint or query under the same id. */
function touched(base: Policy, newest: Policy, { id, query }: Draft): boolean {
  const parts = (policy: Policy) => JSON.stringify([own(policy.endpoints, id), query && own(policy.queries, id)]);
  return parts(base) !== parts(newest);
}

/** Why it cannot be saved yet: the name of a text; null where it can. */
function problemOf(base: Policy, draft: Draft, id: string | null): string | null {
  if (!/^[a-z][a-z0-9_-]{0,63}$/.test(draft.id)) return "endpoints.badId";
  if (id !== null) return null;
  const queryTaken = draft.runs === NEW_QUERY && own(base.queries, draft.id) !== undefined;
  return own(base.endpoints, draft.id) || queryTaken ? "endpoints.taken" : null;
}
