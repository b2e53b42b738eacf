import "../../i18n/history";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchHistory } from "../../api/history";
import { rowKeys } from "../../api/rows";
import type { TableRef } from "../../api/tables";
import type { Row } from "../../api/types";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { SkeletonRows } from "../../ui/SkeletonRows";
import { HistoryLine } from "./HistoryLine";
import styles from "./history.module.css";
import { RestoreDialog } from "./RestoreDialog";
import type { Restoring } from "./restorable";

export interface HistoryListProps {
  source: TableRef;
  /** Null for the deleted rows of the table. */
  recordKey: string | null;
  /** The row as it is now. */
  row: Row | null;
  /** The row has this key after something was put back. */
  onRestored?: (key: string) => void;
}

/** Who did what to a row, newest first, and the way back. */
export function HistoryList({ source, recordKey, row, onRestored }: HistoryListProps) {
  const { t } = useTranslation();
  const [restoring, setRestoring] = useState<Restoring | null>(null);
  const query = useInfiniteQuery({
    queryKey: rowKeys.history(source, recordKey),
    queryFn: ({ pageParam, signal }) => fetchHistory(source, recordKey, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const retry = () => void query.refetch();
  if (query.isPending) return <SkeletonRows />;
  if (!query.data) return <ErrorState title={t("history.failed")} error={query.error} onRetry={retry} />;
  const events = query.data.pages.flatMap((page) => page.results);
  if (events.length === 0 && !query.hasNextPage) {
    const kind = recordKey === null ? "Deleted" : "";
    return <EmptyState icon={History} title={t(`history.none${kind}`)} reason={t(`history.none${kind}Reason`)} />;
  }
  return (
    <>
      <ol className={styles.list}>
        {events.map((event) => (
          <HistoryLine key={event.id} source={source} event={event} row={row} onRestore={setRestoring} />
        ))}
      </ol>
      {query.isFetchNextPageError && <ErrorState title={t("history.failed")} error={query.error} />}
      {query.hasNextPage && (
        <Button
          className={styles.more}
          variant="default"
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("history.more")}
        </Button>
      )}
      {restoring && (
        <RestoreDialog
          source={source}
          restoring={restoring}
          onClose={() => setRestoring(null)}
          onRestored={onRestored}
        />
      )}
    </>
  );
}
