import { Button } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { History } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AuditActor } from "../../../api/audit";
import { humanise } from "../../../lib/humanise";
import { EmptyState } from "../../../ui/EmptyState";
import { ErrorState } from "../../../ui/ErrorState";
import { formatAgo } from "../../../ui/formatAgo";
import { formatMoment } from "../../../ui/formatters";
import { SkeletonRows } from "../../../ui/SkeletonRows";
import styles from "./activity.module.css";

interface Told {
  id: number;
  at: string;
  actor: AuditActor;
}

export interface EventListProps<Event extends Told> {
  query: UseInfiniteQueryResult<InfiniteData<{ results: Event[] }>, Error>;
  filtered?: boolean;
  /** What was done, in words. */
  what: (event: Event) => ReactNode;
  /** What more there is to tell; null where there is nothing. */
  more: (event: Event) => ReactNode;
}

/** Lines of an audit, newest first, page by page. */
export function EventList<Event extends Told>({ query, filtered, what, more }: EventListProps<Event>) {
  const { t } = useTranslation();
  if (query.error && !query.data) {
    return (
      <ErrorState title={t("settings.activity.failed")} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  if (!query.data) return <SkeletonRows />;
  const events = query.data.pages.flatMap((page) => page.results);
  if (events.length === 0 && !query.hasNextPage) {
    return (
      <EmptyState
        icon={History}
        title={t(filtered ? "settings.activity.noneFiltered" : "settings.activity.none")}
        reason={filtered ? undefined : t("settings.activity.noneReason")}
      />
    );
  }
  return (
    <>
      <ol className={styles.list} aria-label={t("settings.pages.activity")}>
        {events.map((event) => (
          <li key={event.id} className={styles.line}>
            <time className={styles.when} dateTime={event.at} title={formatMoment(event.at)}>
              {formatAgo(Date.parse(event.at) / 1000)}
            </time>
            <div className={styles.what}>
              <div>
                <strong>{event.actor.name || t("settings.activity.nobody")}</strong>{" "}
                {event.actor.role && <span className={styles.role}>{humanise(event.actor.role)}</span>} {what(event)}
              </div>
              {more(event)}
            </div>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("settings.activity.more")}
        </Button>
      )}
      {query.error && <ErrorState title={t("settings.activity.failed")} error={query.error} />}
    </>
  );
}
