import { ApiError } from "@jetway/core";
import { SearchX } from "lucide-react";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../api/tables";
import type { Row } from "../api/types";
import { nameOf } from "../fields/relation/related";
import { EmptyState } from "../ui/EmptyState";
import { ErrorState } from "../ui/ErrorState";
import { SkeletonRows } from "../ui/SkeletonRows";
import { ActionsMenu } from "./actions/ActionsMenu";
import { CreateDrawer } from "./CreateDrawer";
import { duplicateOf } from "./changes";
import { DeleteDialog } from "./DeleteDialog";
import { EditForm } from "./EditForm";
import { FormSkeleton } from "./FormSkeleton";
import { type OpenRecord, OpenRecordProvider } from "./OpenRecord";
import { RecordHead } from "./RecordHead";
import { RecordTabs } from "./RecordTabs";
import { RouteGuard } from "./RouteGuard";
import styles from "./record.module.css";
import { relatedTables } from "./relations";
import type { LeaveGuard } from "./useLeaveGuard";
import { useRecord } from "./useRecord";
import { useRecordAddress } from "./useRecordAddress";

const HistoryList = lazy(async () => ({ default: (await import("./history/HistoryList")).HistoryList }));

export interface RecordDetailsProps {
  source: TableRef;
  recordKey: string;
  guard: LeaveGuard;
  focused: boolean;
  /** Fields beside the lists instead of in a tab of their own. */
  beside: boolean;
  onOpen: OpenRecord;
  onDeleted: () => void;
  onStep?: (step: 1 | -1) => void;
  onClose?: () => void;
  /** Draws the name, so that a dialog can be called by it. */
  heading: (name: string) => ReactNode;
}

type Creating = { source: TableRef; initial: Row; copy: boolean };

/** One record: its head, its fields, its related rows; and the states in which there is none to show. */
export function RecordDetails(props: RecordDetailsProps) {
  const { source, recordKey, guard, beside, onOpen, onDeleted, onStep, onClose } = props;
  const { query, save } = useRecord(source, recordKey);
  const [creating, setCreating] = useState<Creating | null>(null);
  const [deleting, setDeleting] = useState(false);
  const row = query.data;
  const relations = useMemo(() => (row ? relatedTables(source, row) : []), [source, row]);
  const name = row ? nameOf(source, row) : "";
  const { table } = source;
  const address = useRecordAddress(source);

  const openRecord = useMemo(
    () => ({
      open: (model: string, key: string) => guard.leave(() => onOpen(model, key)),
      href: address,
    }),
    [guard, onOpen, address],
  );
  const saved = async (changes: Row) => {
    const key = await save(changes);
    guard.release();
    // The key itself was changed: the record lives at another address now, and nothing at the former one.
    if (key !== recordKey) onOpen(table.model, key, { instead: true });
  };
  const created = (copy: boolean, key: string | null) => {
    setCreating(null);
    if (copy && key !== null) onOpen(table.model, key);
  };

  const fields = row && (
    <EditForm source={source} row={row} guard={guard} focused={props.focused} save={saved} onClose={onClose} />
  );
  const history = row && table.has_history && (
    <Suspense fallback={<SkeletonRows />}>
      <HistoryList
        source={source}
        recordKey={recordKey}
        row={row}
        // The key itself was put back: the record lives at another address now.
        onRestored={(key) => key !== recordKey && openRecord.open(table.model, key)}
      />
    </Suspense>
  );
  return (
    <OpenRecordProvider value={openRecord}>
      <RouteGuard guard={guard} />
      <RecordHead
        title={props.heading(name)}
        recordKey={recordKey}
        address={address(table.model, recordKey)}
        actions={
          row &&
          table.operations.length > 0 && (
            <ActionsMenu source={source} row={row} operations={table.operations} before={(ask) => guard.leave(ask)} />
          )
        }
        onOpenPage={beside ? undefined : () => openRecord.open(table.model, recordKey)}
        onStep={onStep && ((step) => guard.leave(() => onStep(step)))}
        onDuplicate={
          row && table.verbs.includes("create")
            ? () => setCreating({ source, initial: duplicateOf(table, row), copy: true })
            : undefined
        }
        onDelete={row && table.verbs.includes("delete") ? () => setDeleting(true) : undefined}
        onClose={onClose}
      />
      {query.isPending && <FormSkeleton />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {row && (
        <div className={styles.body} data-beside={(beside && (relations.length > 0 || history)) || undefined}>
          {beside && fields}
          <RecordTabs
            relations={relations}
            onOpen={openRecord.open}
            fields={beside ? undefined : fields}
            history={history}
            onNew={({ ref, preset }) => setCreating({ source: ref, initial: preset, copy: false })}
          />
        </div>
      )}
      {creating && (
        <CreateDrawer {...creating} onClose={() => setCreating(null)} onSaved={(key) => created(creating.copy, key)} />
      )}
      {deleting && (
        <DeleteDialog
          source={source}
          rows={{ keys: new Set([recordKey]) }}
          name={name}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            guard.release();
            onDeleted();
          }}
        />
      )}
    </OpenRecordProvider>
  );
}

function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  const gone = error instanceof ApiError && error.status === 404;
  if (gone) return <EmptyState icon={SearchX} title={t("record.gone.title")} reason={t("record.gone.reason")} />;
  return <ErrorState title={t("record.failed")} error={error} onRetry={onRetry} />;
}
