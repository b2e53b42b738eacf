import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  addSource,
  changeSource,
  type Definition,
  type Noted,
  type SourceKind,
  type StoredDefinition,
  testSource,
} from "../../../api/sourceChanges";
import { useLeaveGuard } from "../../../record/useLeaveGuard";
import type { Place } from "../../../shell/places";
import { toastDone } from "../../../ui/undoToast";
import { changesOf, draftOf, newDraft, optionsToSend, type SourceDraft, sourceName } from "./sourceDraft";
import { useSourcesChanged } from "./useSourcesChanged";

const LIST = { to: "/settings/{-$page}/{-$item}", params: { page: "sources", item: undefined } } as const;

export interface SourceFormStart {
  /** What a new source begins with. */
  draft?: Partial<SourceDraft>;
  /** Whether that is somebody's work, which would be lost. */
  begun?: boolean;
  /** The draft as it is sent, where not all of it stands in the draft. */
  finished?: (draft: SourceDraft) => SourceDraft;
}

export type SourceFormState = ReturnType<typeof useSourceForm>;

/** A draft of a source: tried as often as wanted, and kept once it is saved. */
export function useSourceForm(
  place: Place,
  kind: SourceKind,
  stored: StoredDefinition | undefined,
  start: SourceFormStart = {},
) {
  const { t } = useTranslation();
  const { project, bridge } = place;
  const navigate = useNavigate();
  const guard = useLeaveGuard(start.begun);
  const changed = useSourcesChanged(place);
  const [draft, setDraft] = useState<SourceDraft>(() =>
    stored ? draftOf(stored.definition) : { ...newDraft(kind), ...start.draft },
  );
  const name = draft.name ?? sourceName(draft.title);
  const finished = start.finished?.(draft) ?? draft;
  const options = optionsToSend(finished.options, stored?.definition.options);
  const test = useMutation({
    mutationFn: () => testSource(project.id, bridge, { kind: kind.kind, options, ...(stored && { name }) }),
    onMutate: () => save.reset(),
  });
  const save = useMutation({
    mutationFn: ({ untested }: { untested: boolean }): Promise<Definition & Noted> => {
      const title = draft.title.trim();
      if (!stored) {
        const made = { name, title, colour: draft.colour, kind: kind.kind, options, tables: draft.tables };
        return addSource(project.id, bridge, made, untested);
      }
      return changeSource(project.id, bridge, stored, changesOf(finished, stored.definition), untested);
    },
    onSuccess: async (saved) => {
      guard.release();
      await changed(saved.name);
      toastDone(t(stored ? "sources.saved" : "sources.added", { title: saved.title }), saved.notes);
      void navigate(LIST);
    },
  });
  const change = (part: Partial<SourceDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    guard.setDirty(true);
    // What was found is of the address that stood there.
    if (part.options && test.status !== "idle") test.reset();
  };
  /** Ticks all that there is, to take away from. */
  const tickAll = async () => {
    const found = test.data ?? (await test.mutateAsync().catch(() => null));
    if (found) change({ tables: found.tables });
  };
  return { draft, name, options, change, tickAll, test, save, guard, leave: () => void navigate(LIST) };
}
