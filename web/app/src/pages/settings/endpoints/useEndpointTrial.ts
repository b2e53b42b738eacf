import { useMutation } from "@tanstack/react-query";
import { type Trial, tryEndpoint } from "../../../api/endpoints";
import type { Row } from "../../../api/types";
import { endpointOf, queryOf } from "../../../lib/endpointDraft";
import type { Place } from "../../../shell/places";
import type { EndpointDraft } from "./useEndpointDraft";

/** Runs the draft as it is, with what its caller would send. */
export function useEndpointTrial(place: Place, { draft, operation, runs }: EndpointDraft) {
  return useMutation<Trial, unknown, Row>({
    mutationFn: (parameters) => {
      const named = draft.id ? draft : { ...draft, id: "draft" };
      const endpoint = endpointOf(named, operation);
      const queries = draft.query ? { [queryOf(named)]: draft.query } : {};
      return tryEndpoint(place.project.id, place.bridge, runs?.source ?? "", { endpoint, parameters, queries });
    },
  });
}

export type EndpointTrial = ReturnType<typeof useEndpointTrial>;
