import "../../i18n/files";
import { Button, NumberInput, Select, Skeleton, TagsInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { declareFiles, type FilesKept, fetchFilesKept } from "../../api/files";
import { columnOf, columnTitle, type TableRef } from "../../api/tables";
import type { FileRule } from "../../api/types";
import { ACCEPTED, type AcceptKind, acceptKind } from "../../fields/file/kinds";
import { formatBytes } from "../../ui/formatters";
import { toastDone } from "../../ui/undoToast";
import { FormDialog } from "../settings/parts/FormDialog";
import { LeftOutList } from "./LeftOutList";

interface FilesDialogProps {
  source: TableRef;
  column: string;
  onClose: () => void;
}

const KINDS: AcceptKind[] = ["pictures", "documents", "any", "own"];
const MEGABYTE = 1_000_000;

/** Asks which files the values of a column name, where the bridge keeps any. */
export function FilesDialog({ source, column, onClose }: FilesDialogProps) {
  const { t } = useTranslation();
  const kept = useQuery({
    queryKey: ["files_kept", source.bridge.id, source.table.source],
    queryFn: ({ signal }) => fetchFilesKept(source, signal),
  });
  const title = t("files.declare.title", { column: columnTitle(source.table, column, source.settings) });
  if (kept.data) return <RuleForm source={source} column={column} title={title} kept={kept.data} onClose={onClose} />;
  return (
    <FormDialog
      title={title}
      text={kept.data === null ? t("files.declare.off") : t("files.declare.text")}
      submit={t("files.declare.save")}
      ready={false}
      busy={false}
      error={kept.error}
      onSubmit={onClose}
      onClose={onClose}
    >
      {kept.isPending && <Skeleton height={120} />}
    </FormDialog>
  );
}

function RuleForm({ source, column, title, kept, onClose }: FilesDialogProps & { title: string; kept: FilesKept }) {
  const { t } = useTranslation();
  const before = columnOf(source.table, column)?.file ?? null;
  const [kind, setKind] = useState<AcceptKind>(() => (before ? acceptKind(before.accept) : "pictures"));
  const [own, setOwn] = useState(before?.accept ?? []);
  const [most, setMost] = useState<number | string>(() => megabytes(before?.most_bytes ?? kept.most_bytes));
  const save = useSave(source, column, onClose);
  const rule: FileRule = {
    accept: kind === "own" ? own : ACCEPTED[kind],
    most_bytes: Math.round(Number(most) * MEGABYTE),
  };
  const fine = typeof most === "number" && rule.most_bytes > 0 && rule.most_bytes <= kept.most_bytes;
  return (
    <FormDialog
      title={title}
      text={t("files.declare.text")}
      submit={t("files.declare.save")}
      ready={fine && (kind !== "own" || own.length > 0)}
      busy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(rule)}
      onClose={onClose}
    >
      <Select
        label={t("files.declare.accept")}
        allowDeselect={false}
        data-autofocus
        data={KINDS.map((one) => ({ value: one, label: t(`files.accept.${one}`) }))}
        value={kind}
        onChange={(next) => setKind(KINDS.find((one) => one === next) ?? "any")}
      />
      {kind === "own" && (
        <TagsInput
          label={t("files.declare.own")}
          description={t("files.declare.ownHint")}
          value={own}
          onChange={(next) => setOwn(next.map(asAccepted))}
          splitChars={[",", " "]}
          maxTags={20}
          acceptValueOnBlur
        />
      )}
      <NumberInput
        label={t("files.declare.most")}
        description={t("files.declare.mostHint", { size: formatBytes(kept.most_bytes) })}
        min={0.001}
        max={megabytes(kept.most_bytes)}
        clampBehavior="none"
        error={!fine}
        value={most}
        onChange={setMost}
      />
      {before && (
        <Button variant="subtle" color="red" disabled={save.isPending} onClick={() => save.mutate(null)}>
          {t("files.declare.remove")}
        </Button>
      )}
      <LeftOutList source={source} as="files" />
    </FormDialog>
  );
}

/** To a tenth, and never more than there are. */
const megabytes = (bytes: number) => Math.floor(bytes / (MEGABYTE / 10)) / 10 || bytes / MEGABYTE;

/** `pdf` means the ending. */
function asAccepted(typed: string): string {
  const text = typed.trim().toLowerCase();
  return text.includes("/") || text.startsWith(".") ? text : `.${text.replace(/^\*\./, "")}`;
}

/** Declares it, and asks again for the table, which says so. */
function useSave(source: TableRef, column: string, onClose: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rule: FileRule | null) => declareFiles(source, column, rule),
    onSuccess: async (_, rule) => {
      await queries.invalidateQueries({ queryKey: ["tables", source.bridge.id] });
      const title = columnTitle(source.table, column, source.settings);
      toastDone(t(rule ? "files.declare.saved" : "files.declare.removed", { column: title }));
      onClose();
    },
  });
}
