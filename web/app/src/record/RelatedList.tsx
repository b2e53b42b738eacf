import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Plus, Rows3 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchPage, rowKeys } from "../api/rows";
import { EmptyState } from "../ui/EmptyState";
import { ErrorState } from "../ui/ErrorState";
import { formatCount } from "../ui/formatters";
import { RelatedRows } from "./RelatedRows";
import styles from "./related.module.css";
import type { RelatedTable } from "./relations";

const PER_PAGE = 15;

interface RelatedListProps {
  related: RelatedTable;
  count: number | null | undefined;
  onOpen: (table: string, key: string) => void;
  onNew: () => void;
}

/** The rows of another table that belong to this record, page by page. */
export function RelatedList({ related, count, onOpen, onNew }: RelatedListProps) {
  const { t } = useTranslation();
  const [page, setPage] = useState(0);
  const { ref, view, title } = related;
  const query = useQuery({
    queryKey: [...rowKeys.list(ref, view), "related", page],
    queryFn: ({ signal }) => fetchPage(ref, view, page * PER_PAGE, PER_PAGE, signal),
    placeholderData: keepPreviousData,
  });

  const creates = ref.table.verbs.includes("create");
  const add = (
    <Button variant="default" size="xs" leftSection={<Plus size={14} aria-hidden />} onClick={onNew}>
      {t("record.related.new")}
    </Button>
  );
  if (query.isPending) return <Waiting />;
  if (query.isError) {
    return (
      <ErrorState
        title={t("record.related.failed", { title })}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const rows = query.data.results;
  if (rows.length === 0 && page === 0) {
    return <EmptyState icon={Rows3} title={t("record.related.none")} action={creates ? add : undefined} />;
  }
  const first = page * PER_PAGE + 1;
  const last = page * PER_PAGE + rows.length;
  const total = count ?? query.data.count;
  return (
    <section className={styles.list} aria-label={title} data-stale={query.isPlaceholderData || undefined}>
      <div className={styles.bar}>
        <span className={styles.range}>
          {total === null
            ? t("record.related.range", { first: formatCount(first), last: formatCount(last) })
            : t("record.related.rangeOf", {
                first: formatCount(first),
                last: formatCount(last),
                total: formatCount(total),
              })}
        </span>
        {(page > 0 || query.data.has_more) && (
          <>
            <ActionIcon
              disabled={page === 0}
              aria-label={t("record.related.previous")}
              onClick={() => setPage(page - 1)}
            >
              <ChevronLeft size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              disabled={!query.data.has_more}
              aria-label={t("record.related.next")}
              onClick={() => setPage(page + 1)}
            >
              <ChevronRight size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
        {creates && add}
      </div>
      <RelatedRows related={related} rows={rows} onOpen={onOpen} />
    </section>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={styles.waiting} role="status" aria-label={t("state.loading")}>
      {[0, 1, 2, 3, 4].map((line) => (
        <Skeleton key={line} height={20} />
      ))}
    </div>
  );
}
