import "../../../i18n/endpoints";
import { useQuery } from "@tanstack/react-query";
import { Database, Webhook } from "lucide-react";
import { useTranslation } from "react-i18next";
import { policyQuery } from "../../../api/policy";
import { own } from "../../../lib/own";
import type { Place } from "../../../shell/places";
import { useWorkspace } from "../../../shell/useWorkspace";
import { EmptyState } from "../../../ui/EmptyState";
import { Loaded } from "../parts/Loaded";
import { SettingsFrame } from "../parts/SettingsFrame";
import { EndpointEditor } from "./EndpointEditor";
import { EndpointsList } from "./EndpointsList";

/** Where a new one is made: no endpoint has such an id. */
export const NEW = "+new";

/** All endpoints, or the one that the address names. */
export function EndpointsPage({ item }: { item?: string }) {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  if (place) return item ? <EndpointOf place={place} id={item} /> : <EndpointsList place={place} />;
  return (
    <SettingsFrame page="endpoints">
      <EmptyState icon={Database} title={t("endpoints.noPlace")} reason={t("endpoints.noPlaceReason")} />
    </SettingsFrame>
  );
}

function EndpointOf({ place, id }: { place: Place; id: string }) {
  const { t } = useTranslation();
  const policy = useQuery(policyQuery(place.project.id));
  if (policy.data && (id === NEW || own(policy.data.policy.endpoints, id))) {
    return <EndpointEditor place={place} id={id === NEW ? null : id} stored={policy.data} />;
  }
  return (
    <SettingsFrame page="endpoints">
      <Loaded query={policy} failed={t("endpoints.failed")}>
        {() => <EmptyState icon={Webhook} title={t("endpoints.unknown", { name: id })} />}
      </Loaded>
    </SettingsFrame>
  );
}
