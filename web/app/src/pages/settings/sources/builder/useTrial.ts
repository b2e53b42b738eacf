import { useMutation } from "@tanstack/react-query";
import {
  type Collection,
  type Proposal,
  proposeColumns,
  type Trial,
  tryDescription,
} from "../../../../api/descriptions";
import { at, parsed, recordsIn } from "./answer";
import { freeName, withColumn, withoutColumn, withTable } from "./description";
import type { Builder } from "./useBuilder";

/** What an app answered, and of which description of the table. */
export interface TrialDone {
  trial: Trial;
  answer: unknown;
  of: string;
}

/** Asks the app for a table as it is described now, and makes columns of what the person points at. */
export function useTrial(
  builder: Builder,
  name: string,
  done: TrialDone | undefined,
  onTried: (done: TrialDone) => void,
) {
  const { edit, stored, at: where, optionsOf, form } = builder;
  const change = (next: (table: Collection) => Collection) =>
    edit((before) => {
      const table = before.collections[name];
      return table ? withTable(before, name, next(table)) : before;
    });
  const table = builder.description.collections[name];
  const answer = done?.answer;

  const asked = async (of: Collection): Promise<TrialDone> => {
    const options = optionsOf(name, withTable(builder.description, name, of));
    const trial = await tryDescription(where, {
      options,
      collection: name,
      operation: "list",
      ...(stored && { name: form.name }),
    });
    return { trial, answer: parsed(trial.answer), of: JSON.stringify(of) };
  };

  const ask = useMutation({
    mutationFn: async () => {
      if (!table) return;
      const made = await asked(table);
      onTried(made);
      if (!isEmpty(table) || made.answer === undefined) return;
      // A table without columns takes those that the bridge proposes, and is asked whether they hold.
      const proposal = await proposeColumns(where, made.answer);
      if (!proposal?.many) return;
      const proposed = proposedFor(table, proposal.records, proposal);
      change((before) => (isEmpty(before) ? proposed : before));
      if (proposal.key) onTried(await asked(proposed));
    },
    onMutate: () => {
      pickRecords.reset();
      pickColumn.reset();
    },
  });

  const pickRecords = useMutation({
    mutationFn: async (place: string) => {
      change((before) => ({ ...before, list: { ...before.list, records: place } }));
      if (!table || !isEmpty(table)) return;
      const proposal = await proposeColumns(where, at(answer, place));
      if (proposal?.many) change((before) => proposedFor(before, place, proposal));
    },
  });

  const pickColumn = useMutation({
    mutationFn: async (path: string) => {
      const known = Object.entries(table?.columns ?? {}).find(([column, { path: own }]) => (own || column) === path);
      if (known) return change((before) => withoutColumn(before, known[0]));
      const values = (table ? recordsIn(answer, table.list) : []).map((record) => ({ id: 1, value: at(record, path) }));
      const proposal = await proposeColumns(where, values);
      const type = proposal?.columns.value?.type ?? "text";
      change((before) => withColumn(before, columnName(path, before), { type, ...(path.includes(".") && { path }) }));
    },
  });
  return {
    change,
    ask: ask.mutate,
    asking: ask.isPending,
    /** Why the last of it did not go well. */
    error: ask.error ?? pickRecords.error ?? pickColumn.error,
    pickRecords: pickRecords.mutate,
    pickColumn: pickColumn.mutate,
  };
}

function isEmpty({ columns }: Collection): boolean {
  return Object.keys(columns).length === 0;
}

function proposedFor(table: Collection, records: string, { columns, key }: Proposal): Collection {
  return { ...table, key, columns, list: { ...table.list, records } };
}

/** "customer.name" → "customer_name". */
function columnName(path: string, { columns }: Collection): string {
  return freeName(path.replace(/\./g, "_"), columns);
}
