import { ApiError } from "@jetway/core";
import type { TFunction } from "i18next";

export interface ErrorText {
  /** What to tell a person, in a sentence. */
  message: string;
  /** For whoever has to find out why: the server's words and the request's id. */
  reason: string;
}

/** Our own words for what has a code of ours, else the server's. */
export function errorText(error: unknown, t: TFunction): ErrorText {
  if (!(error instanceof ApiError)) {
    return { message: t("error.unexpected"), reason: error instanceof Error ? error.message : String(error) };
  }
  const { code, detail, instance, status, title, errors } = error.problem;
  const message = t(`error.code.${code}`, { defaultValue: detail || title, where: detail });
  const lines = [
    detail !== message ? detail : "",
    ...(errors ?? []).map((one) => `${one.pointer}: ${one.detail}`),
    status ? `${code} (${status})` : code,
    instance ?? "",
  ];
  return { message, reason: lines.filter(Boolean).join("\n") };
}
