import "../../i18n/relate";
import { FIRST } from "@jetway/core";
import { Button, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { modelOf } from "../../api/paths";
import { declared, declaredOf, declareRelation } from "../../api/relations";
import { sourcesQuery } from "../../api/sources";
import { columnOf, columnTitle, type TableRef, tableTitle } from "../../api/tables";
import type { DeclaredRelation, Table } from "../../api/types";
import { toastDone } from "../../ui/undoToast";
import dialog from "../settings/parts/dialog.module.css";
import { FormDialog } from "../settings/parts/FormDialog";
import { LeftOutList } from "./LeftOutList";
import { keyColumns, targetTables } from "./relationChoices";

interface RelationDialogProps {
  source: TableRef;
  column: string;
  onClose: () => void;
}

/** Asks which row of which table, of any source, the values of a column stand for. */
export function RelationDialog({ source, column: name, onClose }: RelationDialogProps) {
  const { t } = useTranslation();
  const { table, tables, settings, bridge } = source;
  const before = declaredOf(table, name);
  const [model, setModel] = useState(() => (before ? modelOfRelation(table, before) : null));
  const [picked, setPicked] = useState<string | null>(before?.related_field ?? null);
  const sources = useQuery(sourcesQuery(source.project, bridge));
  const save = useSave(source, name, onClose);

  const column = columnOf(table, name);
  const target = model === null ? undefined : tables.get(model);
  if (!column) return null;
  const choices = target ? keyColumns(table, column, target) : [];
  const there = picked !== null && choices.includes(picked) ? picked : (choices[0] ?? null);
  const title = columnTitle(table, name, settings);
  const sourceTitle = (of: string) => (of ? (sources.data?.find((one) => one.name === of)?.title ?? of) : bridge.name);
  const offered = targetTables(source, column);

  return (
    <FormDialog
      title={t("relate.title", { column: title })}
      text={t("relate.text")}
      submit={t("relate.save")}
      ready={target !== undefined && there !== null}
      busy={save.isPending}
      error={save.error}
      onSubmit={() => target && there !== null && save.mutate(declared(table, name, { table: target, column: there }))}
      onClose={onClose}
    >
      <Select
        label={t("relate.table")}
        placeholder={t("relate.pickTable")}
        searchable
        data-autofocus
        data={[...new Set(offered.map((one) => one.source))].map((of) => ({
          group: sourceTitle(of),
          items: offered
            .filter((one) => one.source === of)
            .map((one) => ({ value: one.model, label: tableTitle(one, settings) })),
        }))}
        value={model}
        onChange={setModel}
      />
      {target && choices.length === 0 && <p className={dialog.text}>{t("relate.noColumn", { column: title })}</p>}
      {choices.length > 0 && (
        <Select
          label={t("relate.column")}
          allowDeselect={false}
          data={choices.map((one) => ({ value: one, label: target ? columnTitle(target, one, settings) : one }))}
          value={there}
          onChange={setPicked}
        />
      )}
      {target && target.source !== table.source && (
        <p className={dialog.text}>{t("relate.far", { source: sourceTitle(target.source) })}</p>
      )}
      {before && (
        <Button variant="subtle" color="red" disabled={save.isPending} onClick={() => save.mutate(null)}>
          {t("relate.remove")}
        </Button>
      )}
      <LeftOutList source={source} as="relation" />
    </FormDialog>
  );
}

function modelOfRelation(table: Table, { related_source, related_model }: DeclaredRelation): string {
  if (related_source === undefined) return modelOf(table.source, related_model);
  return modelOf(related_source === FIRST ? "" : related_source, related_model);
}

/** Declares the relation, and asks again for every table that has an end of it. */
function useSave(source: TableRef, name: string, onClose: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (relation: DeclaredRelation | null) => declareRelation(source, name, relation),
    onSuccess: async (_, relation) => {
      await queries.invalidateQueries({ queryKey: ["tables", source.bridge.id] });
      const column = columnTitle(source.table, name, source.settings);
      const target = relation && source.tables.get(modelOfRelation(source.table, relation));
      toastDone(
        target
          ? t("relate.saved", { column, table: tableTitle(target, source.settings) })
          : t("relate.removed", { column }),
      );
      onClose();
    },
  });
}
