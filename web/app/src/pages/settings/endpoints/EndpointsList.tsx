import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { History, Plus, Webhook } from "lucide-react";
import { useTranslation } from "react-i18next";
import { policyQuery } from "../../../api/policy";
import type { Place } from "../../../shell/places";
import { EmptyState } from "../../../ui/EmptyState";
import { chosenIn, EnvironmentSelect } from "../parts/EnvironmentSelect";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { SettingsFrame } from "../parts/SettingsFrame";
import { EndpointLine } from "./EndpointLine";

/** The endpoints of the environment, by title. */
export function EndpointsList({ place }: { place: Place }) {
  const { t } = useTranslation();
  const { project } = place;
  const stored = useQuery(policyQuery(project.id));
  return (
    <SettingsFrame
      page="endpoints"
      text={t("endpoints.text", { environment: chosenIn(project).name })}
      toolbar={
        <>
          <EnvironmentSelect project={project} />
          <Button
            size="xs"
            variant="default"
            leftSection={<History size={14} aria-hidden />}
            renderRoot={(props) => (
              <Link to="/settings/{-$page}/{-$item}" params={{ page: "roles", item: "+history" }} {...props} />
            )}
          >
            {t("endpoints.history")}
          </Button>
          <Button
            size="xs"
            leftSection={<Plus size={14} aria-hidden />}
            renderRoot={(props) => (
              <Link to="/settings/{-$page}/{-$item}" params={{ page: "endpoints", item: "+new" }} {...props} />
            )}
          >
            {t("endpoints.new")}
          </Button>
        </>
      }
    >
      <Loaded query={stored} failed={t("endpoints.failed")}>
        {(found) => {
          const sorted = Object.entries(found.policy.endpoints).sort(([one, a], [other, b]) =>
            (a.title ?? one).localeCompare(b.title ?? other),
          );
          if (sorted.length === 0) {
            return <EmptyState icon={Webhook} title={t("endpoints.none")} reason={t("endpoints.noneReason")} />;
          }
          return (
            <ul className={list.list} aria-label={t("settings.pages.endpoints")}>
              {sorted.map(([id, endpoint]) => (
                <EndpointLine key={id} place={place} id={id} endpoint={endpoint} stored={found} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </SettingsFrame>
  );
}
