import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { sendFile } from "../../api/files";
import type { FileRule } from "../../api/types";
import type { FieldContext } from "../field";
import { mayPass, refusedBefore, refusedThere } from "./rules";
import { rememberSent } from "./sentFiles";

export type Work =
  | { state: "idle" }
  | { state: "sending"; name: string; share: number }
  /** `again`: the file, where it may be taken at another time. */
  | { state: "refused"; text: string; again: File | null };

export interface Upload {
  work: Work;
  /** Sends the one file; what was being sent is given up. */
  take: (files: readonly File[]) => void;
  cancel: () => void;
}

interface Told {
  onSent: (path: string) => void;
  /** An i18n key while the row has to wait for the file, then null. */
  onProblem?: (problem: string | null) => void;
}

const IDLE: Work = { state: "idle" };

/** Sends a file and tells its path. The row is not changed: that is for whoever asked. */
export function useUpload({ source, column }: FieldContext, rule: FileRule, told: Told): Upload {
  const { t } = useTranslation();
  const [work, setWork] = useState<Work>(IDLE);
  const sending = useRef<AbortController | null>(null);
  useEffect(() => () => sending.current?.abort(), []);
  // The form as it is once the file is there: other fields are filled in meanwhile.
  const latest = useRef(told);
  useEffect(() => {
    latest.current = told;
  });

  const end = (next: Work) => {
    sending.current = null;
    setWork(next);
    latest.current.onProblem?.(null);
  };
  const send = async (file: File) => {
    const controller = new AbortController();
    sending.current = controller;
    const { signal } = controller;
    const tell = (share: number) => !signal.aborted && setWork({ state: "sending", name: file.name, share });
    tell(0);
    latest.current.onProblem?.("files.waiting");
    try {
      const sent = await sendFile(source, column.name, file, tell, signal);
      if (signal.aborted) return;
      rememberSent(sent, file);
      end(IDLE);
      latest.current.onSent(sent.uploaded_path);
    } catch (error) {
      if (signal.aborted) return;
      end({ state: "refused", text: refusedThere(rule, file, error, t), again: mayPass(error) ? file : null });
    }
  };
  const cancel = () => {
    sending.current?.abort();
    end(IDLE);
  };
  const take = (files: readonly File[]) => {
    const [file, ...others] = files;
    if (!file) return;
    sending.current?.abort();
    const text = others.length > 0 ? t("files.refused.several") : refusedBefore(rule, file, t);
    if (text === null) void send(file);
    else end({ state: "refused", text, again: null });
  };
  return { work, take, cancel };
}
