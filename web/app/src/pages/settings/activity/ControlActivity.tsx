import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ControlEvent, controlEventsQuery } from "../../../api/audit";
import { Pill } from "../../../ui/Pill";
import { EventList } from "./EventList";
import { Values } from "./Values";

/** What was done to people, roles and settings. */
export function ControlActivity({ project }: { project: string }) {
  const { t } = useTranslation();
  const events = useInfiniteQuery(controlEventsQuery(project));
  const what = ({ action, details }: ControlEvent) => (
    <>
      {t(`settings.activity.did.${action.replace(".", "_")}`, { defaultValue: action })}{" "}
      {"refused" in details && <Pill value="blocked" label={t("settings.activity.refused")} />}
    </>
  );
  const more = ({ details }: ControlEvent) => (
    <Values values={Object.entries(details).map(([name, value]) => ({ name, sides: [value] }))} />
  );
  return <EventList query={events} what={what} more={more} />;
}
