import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import {
  type FilePreview,
  type ImportMode,
  type ImportPlan,
  type ImportProgress,
  type ImportResult,
  type ImportWay,
  importFile,
  previewFile,
} from "../../api/imports";
import type { TableRef } from "../../api/tables";
import { onceKeys } from "../../record/actions/onceKeys";
import { refreshRows } from "../../record/refreshRows";
import { guessMapping, guessMatch, importModes, importTargets, type Mapping, matchColumns } from "./mapping";

export interface OpenedFile {
  file: File;
  preview: FilePreview;
}

export interface Outcome {
  result: ImportResult;
  /** Whether it stays, or was only tried. */
  done: boolean;
}

/** A file on its way into the table: opened, its columns placed, tried, imported. */
export function useImport(source: TableRef) {
  const queries = useQueryClient();
  const modes = importModes(source);
  const [opened, setOpened] = useState<OpenedFile | null>(null);
  const [mode, setMode] = useState<ImportMode>(modes[0] ?? "add");
  const [placed, setPlaced] = useState<Mapping>({});
  const [chosenMatch, setMatch] = useState<string[] | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const abort = useRef<AbortController>(null);
  const once = useMemo(() => onceKeys(), []);
  const plan = usePlan(source, opened, { mode, placed, chosenMatch });

  const signal = () => {
    abort.current = new AbortController();
    return abort.current.signal;
  };
  const opening = useMutation({
    mutationFn: async (file: File) => ({ file, preview: await previewFile(source, file, mode, signal()) }),
    onSuccess: (found) => {
      setPlaced({});
      setMatch(null);
      setOpened(found);
    },
  });
  const run = useMutation({
    mutationFn: ({ file, way }: { file: File; way: ImportWay }) => {
      setProgress(null);
      const key = once([file.name, file.size, file.lastModified, plan]);
      return importFile(source, file, plan, { ...way, once: key }, setProgress, signal());
    },
    onSuccess: (result, { way }) => {
      const done = !way.dryRun && !result.stopped && (result.errors === 0 || way.skipErrors);
      setOutcome({ result, done });
    },
    onSettled: (_result, _error, { way }) => {
      if (!way.dryRun) void refreshRows(queries, source);
    },
  });
  const back = () => {
    run.reset();
    setOutcome(null);
  };
  const cancelled = abort.current?.signal.aborted === true;

  return {
    modes,
    plan,
    opened,
    outcome,
    progress,
    setMode,
    setMatch,
    place: (name: string, target: string | null) => setPlaced({ ...placed, [name]: target }),
    open: opening.mutate,
    opening: opening.isPending,
    start: (way: ImportWay) => opened && run.mutate({ file: opened.file, way }),
    running: run.isPending,
    error: cancelled ? null : (opening.error ?? run.error),
    cancel: () => abort.current?.abort(),
    back,
    close: () => {
      opening.reset();
      back();
      setOpened(null);
    },
  };
}

export type ImportWork = ReturnType<typeof useImport>;

interface Choices {
  mode: ImportMode;
  placed: Mapping;
  chosenMatch: string[] | null;
}

/** What was guessed, with what was chosen over it, as far as it goes in this mode. */
function usePlan(source: TableRef, opened: OpenedFile | null, { mode, placed, chosenMatch }: Choices): ImportPlan {
  return useMemo(() => {
    if (!opened) return { mode, match: [], map: {} };
    const targets = importTargets(source, mode);
    const paths = new Set(targets.map(({ path }) => path));
    const wanted = { ...guessMapping(source, opened.preview, targets), ...placed };
    const map = Object.fromEntries(
      Object.entries(wanted).map(([name, path]) => [name, path !== null && paths.has(path) ? path : null]),
    );
    const known = new Set(matchColumns(source, map).map(({ name }) => name));
    const match = chosenMatch ?? guessMatch(source, map);
    return { mode, match: match.filter((name) => known.has(name)), map };
  }, [source, opened, mode, placed, chosenMatch]);
}
