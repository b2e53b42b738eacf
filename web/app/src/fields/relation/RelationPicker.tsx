import { ActionIcon } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { ArrowUpRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../../api/tables";
import type { Row, Value } from "../../api/types";
import { own } from "../../lib/own";
import { useOpenRecord } from "../../record/OpenRecord";
import { formatCount } from "../../ui/formatters";
import type { InputProps } from "../field";
import { Picker } from "../parts/Picker";
import { plainText } from "../plainText";
import { recentRows, remember } from "./recent";
import { expandedRow, foreignKey, nameOf, relatedKey } from "./related";
import styles from "./relation.module.css";
import { useChoices } from "./useChoices";
import { relatedRowKey, useRelatedRow } from "./useRelatedRow";

export function RelationPicker(props: InputProps & { target: TableRef }) {
  const { context, target, value, row, inline } = props;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const openRecord = useOpenRecord();
  const [search, setSearch] = useState(inline?.typed ?? "");
  const [touched, setTouched] = useState(Boolean(inline));

  const columns = context.relation?.columns ?? [];
  const targetColumns = context.relation?.target_columns ?? [];
  const valuesOf = (found: Row) => targetColumns.map((column) => own(found, column) ?? null);
  const identity = (found: Row) => JSON.stringify(valuesOf(found));

  const values = foreignKey(context, value, row);
  const brought = expandedRow(context, row);
  const known = brought && values && identity(brought) === JSON.stringify(values) ? brought : null;
  const current = useRelatedRow(context, target, known ? null : values);
  const related = known ?? current.data ?? null;
  const key = values && relatedKey(context, target, values, related);
  const title = related ? nameOf(target, related) : values ? values.map(plainText).join(", ") : "";

  const choices = useChoices(target, search, targetColumns, touched);
  const recent = search ? [] : recentRows(target);
  const isRecent = new Set(recent.map(identity));
  const rows = [...recent, ...(choices.data?.rows ?? []).filter((found) => !isRecent.has(identity(found)))];

  const pick = (id: string | null) => {
    const found = id === null ? undefined : rows.find((candidate) => identity(candidate) === id);
    const picked: Value[] = found ? valuesOf(found) : columns.map(() => null);
    if (found) {
      remember(target, found, identity);
      queries.setQueryData(relatedRowKey(target, picked), found);
    }
    const own = picked[columns.indexOf(context.column.name)] ?? null;
    if (columns.length > 1)
      props.onChangeMany?.(Object.fromEntries(columns.map((name, at) => [name, picked[at] ?? null])));
    else props.onChange(own);
    inline?.onCommit(own);
  };

  const picker = (
    // biome-ignore lint/a11y/noStaticElementInteractions: only tells when the first search is due
    <div onFocus={() => setTouched(true)}>
      <Picker
        {...props}
        label={context.title}
        choices={rows.map((found) => ({
          id: identity(found),
          title: nameOf(target, found),
          body: (
            <span className={styles.choice}>
              <span>{nameOf(target, found)}</span>
              <span className={styles.key}>{valuesOf(found).map(plainText).join(", ")}</span>
            </span>
          ),
        }))}
        chosen={values ? { id: JSON.stringify(values), title } : null}
        search={search}
        onSearch={setSearch}
        onPick={pick}
        nullable={context.column.nullable}
        loading={choices.isFetching}
        message={choices.isPending ? t("fields.searching") : choices.isError ? t("fields.relation.failed") : undefined}
        footnote={
          search && choices.data?.scanned !== undefined
            ? t("fields.relation.scanned", { total: formatCount(choices.data.scanned) })
            : undefined
        }
        error={Boolean(props.error)}
      />
    </div>
  );
  if (inline) return picker;
  // The same elements with and without a link: another tree would be another input, without the focus.
  return (
    <div className={styles.picker}>
      {picker}
      {openRecord && key && (
        <ActionIcon
          aria-label={t("fields.relation.open", { name: title })}
          onClick={() => openRecord.open(target.table.model, key)}
        >
          <ArrowUpRight size={15} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
