/** Why a file is not taken, in plain words: by the column's rule before it is sent, by the bridge afterwards. */

import { ApiError } from "@jetway/core";
import type { TFunction } from "i18next";
import type { FileRule } from "../../api/types";
import { errorText } from "../../ui/errorText";
import { formatBytes } from "../../ui/formatters";
import { acceptText, fits } from "./kinds";

/** What is said of the rule before anybody chooses: `pictures, PDF · up to 5 MB`. */
export function ruleText({ accept, most_bytes }: FileRule, t: TFunction): string {
  return t("files.takes", { kinds: acceptText(accept, t), size: formatBytes(most_bytes) });
}

/** Why the file is not even sent; null where the bridge may judge. */
export function refusedBefore(rule: FileRule, { name, type, size }: File, t: TFunction): string | null {
  if (!fits(rule, { name, type })) return t("files.refused.type", { name, kinds: acceptText(rule.accept, t) });
  if (size === 0) return t("files.refused.empty", { name });
  if (size <= rule.most_bytes) return null;
  return tooLarge(rule, { name, size }, t);
}

const REASONS: Record<string, string> = { file_type_refused: "type", empty_file: "empty" };

/** Why the bridge did not take the file. */
export function refusedThere(rule: FileRule, { name, size }: File, error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return errorText(error, t).message;
  if (error.status === 413) return tooLarge(rule, { name, size }, t);
  // Also a server in between may know nothing of files.
  const reason = error.status === 404 ? "off" : REASONS[error.code];
  if (reason === undefined) return errorText(error, t).message;
  return t(`files.refused.${reason}`, { name, kinds: acceptText(rule.accept, t) });
}

/** Two sizes that read alike say nothing; and where the file fits, a server in between refused it. */
function tooLarge({ most_bytes }: FileRule, { name, size }: { name: string; size: number }, t: TFunction): string {
  const facts = { name, size: formatBytes(size), most: formatBytes(most_bytes) };
  const reason = size <= most_bytes ? "onItsWay" : facts.size === facts.most ? "justOver" : "size";
  return t(`files.refused.${reason}`, facts);
}

/** Whether the same file may be taken at another time. */
export function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}
