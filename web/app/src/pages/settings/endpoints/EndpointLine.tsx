import { endpointPath } from "@jetway/core";
import { useClipboard } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Link2, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { endpointAddress } from "../../../api/endpoints";
import { operationsQuery } from "../../../api/operations";
import { modelOf } from "../../../api/paths";
import type { Endpoint, StoredPolicy } from "../../../api/policy";
import { sourceOfEndpoint } from "../../../lib/endpointDraft";
import { humanise } from "../../../lib/humanise";
import type { Place } from "../../../shell/places";
import { Pill } from "../../../ui/Pill";
import { toastDone } from "../../../ui/undoToast";
import { LineMenu } from "../parts/LineMenu";
import list from "../parts/list.module.css";
import styles from "./endpoints.module.css";
import { RemoveEndpointDialog } from "./RemoveEndpointDialog";

export interface EndpointLineProps {
  place: Place;
  id: string;
  endpoint: Endpoint;
  stored: StoredPolicy;
}

export function EndpointLine({ place, id, endpoint, stored }: EndpointLineProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const clipboard = useClipboard();
  const [removing, setRemoving] = useState(false);
  const source = sourceOfEndpoint(endpoint);
  const operations = useQuery({
    ...operationsQuery(place.project.id, place.bridge, source),
    enabled: endpoint.operation !== undefined,
  });
  const operation = operations.data?.find((one) => modelOf(source, one.operation) === endpoint.operation);
  const stale = operations.data !== undefined && operation?.version !== endpoint.version;
  const title = endpoint.title ?? id;
  const path = endpointPath(source, id);
  const callers = Object.entries(stored.policy.roles).filter(
    ([, { endpoints }]) => endpoints === true || (Array.isArray(endpoints) && endpoints.includes(id)),
  );
  const to = { to: "/settings/{-$page}/{-$item}", params: { page: "endpoints", item: id } } as const;
  const copy = () => {
    clipboard.copy(endpointAddress(place.bridge, source, id));
    toastDone(t("endpoints.addressCopied"));
  };
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          <Link {...to} className={list.link}>
            {title}
          </Link>
          {stale && <Pill value="blocked" label={t("endpoints.stale")} />}
        </div>
        <div className={list.caption}>
          <span className={styles.method}>{(operation?.changes ?? endpoint.operation) ? "POST" : "GET"}</span>{" "}
          <code className={styles.path}>{path}</code>
        </div>
        <div className={list.caption}>
          {[
            endpoint.query ?? endpoint.operation,
            callers.map(([name]) => humanise(name)).join(", ") || t("endpoints.nobody"),
          ].join(" · ")}
        </div>
      </div>
      <LineMenu
        label={t("endpoints.menu", { title })}
        actions={[
          { label: t("endpoints.edit"), icon: Pencil, run: () => void navigate(to) },
          { label: t("endpoints.copyAddress"), icon: Link2, run: copy },
          { label: t("endpoints.remove"), icon: Trash2, danger: true, run: () => setRemoving(true) },
        ]}
      />
      {removing && (
        <RemoveEndpointDialog
          project={place.project.id}
          id={id}
          title={title}
          stored={stored}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}
