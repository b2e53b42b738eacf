import { ApiError } from "@jetway/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row, Value } from "../api/types";
import { own } from "../lib/own";
import { errorText } from "../ui/errorText";
import { changedFields, sameValue } from "./changes";
import type { FormColumn } from "./formColumns";
import { refusalOf } from "./problems";
import { findingOf, type Mode } from "./shape";

type Texts = { [column: string]: string };

export interface RecordFormState {
  /** The row as it stands in the form, with the expanded relations of the stored one. */
  row: Row;
  errors: Texts;
  /** What the server refused without naming a field. */
  refusals: string[];
  dirty: boolean;
  saving: boolean;
  /** How often saving was refused, here or by the server. */
  refused: number;
  /** Changes when half-typed texts are to be forgotten. */
  version: number;
  set: (changes: Row) => void;
  /** Back to what the database would do by itself, or to what is stored. */
  unset: (column: string) => void;
  setDraft: (column: string, problem: string | null) => void;
  check: (column: string) => void;
  /** Whether anything was typed or chosen there. */
  edited: (column: string) => boolean;
  save: () => Promise<void>;
  reset: () => void;
}

interface Settings {
  columns: FormColumn[];
  /** What is stored, or what a new row begins with. */
  base: Row;
  mode: Mode;
  /** Gets the changed columns only; what it throws lands on the fields. */
  send: (changes: Row) => Promise<void>;
}

/**
 * The state of a generated form: edits over what is stored. Not @mantine/form, which reads a column named `a.b` as a
 * path, and which has no word for "not set": in a new row that is not the same as null.
 */
export function useRecordForm({ columns, base, mode, send }: Settings): RecordFormState {
  const { t } = useTranslation();
  const [edits, setEdits] = useState<Row>({});
  const [drafts, setDrafts] = useState<Texts>({});
  const [errors, setErrors] = useState<Texts>({});
  const [refusals, setRefusals] = useState<string[]>([]);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState(0);
  const [version, setVersion] = useState(0);
  const again = useRef(false);
  const changes = changedFields(base, edits);

  const dirty = Object.keys(changes).length > 0 || Object.keys(drafts).length > 0;

  /** The message about a column; "" where there is nothing to say. */
  const judge = (name: string, row: Row): string => {
    const item = columns.find((column) => column.name === name);
    if (!item || item.locked) return "";
    const draft = own(drafts, name);
    if (draft) return t(draft);
    if (mode === "edit" && !Object.hasOwn(changes, name)) return "";
    const finding = findingOf(item.column, own(row, name), mode);
    return finding ? t(finding.message, finding.facts) : "";
  };

  const say = (name: string, message: string) => setErrors((all) => replaced(all, name, message));

  const set = (made: Row) => {
    let next = edits;
    for (const [name, value] of Object.entries(made)) {
      const column = columns.find((item) => item.name === name)?.column;
      // Emptied, where null is not allowed and the database has a value of its own: not set again.
      const emptied = mode === "create" && value === null && column && !column.nullable;
      const { [name]: _before, ...others } = next;
      next = emptied ? others : { ...others, [name]: value };
      say(name, "");
    }
    setEdits(next);
    setRefusals([]);
  };

  const unset = (name: string) => {
    const { [name]: _dropped, ...others } = edits;
    setEdits(others);
    setDrafts((all) => replaced(all, name, ""));
    setVersion((old) => old + 1);
    say(name, "");
  };

  const save = async () => {
    if (saving) {
      again.current = mode === "edit";
      return;
    }
    const row = { ...base, ...edits };
    const judged = columns.map((item) => [item.name, judge(item.name, row)] as const);
    const wrong: Texts = Object.fromEntries(judged.filter(([, message]) => message));
    setErrors(wrong);
    if (mode === "edit" && !dirty) return;
    if (Object.keys(wrong).length > 0) {
      setRefused((times) => times + 1);
      return;
    }
    setSaving(true);
    setRefusals([]);
    try {
      await send(mode === "create" ? sendable(row, columns) : changes);
      setEdits((now) => typedSince(edits, now));
    } catch (error) {
      again.current = false;
      const refusal = refusalOf(
        error instanceof ApiError ? error.problem : NOTHING,
        columns.map((item) => item.name),
      );
      const told = Object.keys(refusal.fields).length > 0 || refusal.rest.length > 0;
      setErrors(refusal.fields);
      setRefusals(told ? refusal.rest : [errorText(error, t).message]);
      setRefused((times) => times + 1);
    } finally {
      setSaving(false);
    }
  };

  // What was typed during a save, and saved before that one was answered.
  useEffect(() => {
    if (saving || !again.current) return;
    again.current = false;
    void save();
  });

  return {
    row: { ...base, ...edits },
    errors,
    refusals,
    dirty,
    saving,
    refused,
    version,
    set,
    unset,
    setDraft: (name, problem) => setDrafts((all) => replaced(all, name, problem ?? "")),
    check: (name) => say(name, judge(name, { ...base, ...edits })),
    edited: (name) => Object.hasOwn(edits, name) || Object.hasOwn(drafts, name),
    save,
    reset: () => {
      setEdits({});
      setDrafts({});
      setErrors({});
      setRefusals([]);
      setVersion((old) => old + 1);
    },
  };
}

const NOTHING = { type: "", title: "", status: 0, code: "", detail: "" };

function replaced(all: Texts, name: string, text: string): Texts {
  if ((own(all, name) ?? "") === text) return all;
  const { [name]: _old, ...others } = all;
  return text ? { ...others, [name]: text } : others;
}

/** What somebody typed while `sent` was on its way is not saved yet. */
function typedSince(sent: Row, now: Row): Row {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => !sameValue(own(sent, name), value)));
}

function sendable(row: Row, columns: FormColumn[]): Row {
  const open = columns.filter((item) => !item.locked && own(row, item.name) !== undefined);
  return Object.fromEntries(open.map((item): [string, Value] => [item.name, own(row, item.name) ?? null]));
}
