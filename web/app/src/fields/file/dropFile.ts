import "../../i18n/files";
import { sendFile } from "../../api/files";
import { i18n } from "../../i18n/i18n";
import type { FieldContext } from "../field";
import { refusedBefore, refusedThere } from "./rules";
import { rememberSent } from "./sentFiles";

export type Dropped = { path: string } | { problem: string };

/** Sends a file that was dropped where no form is; `say` is told how far it is. */
export async function dropFile(
  { source, column }: FieldContext,
  files: readonly File[],
  say: (text: string) => void,
): Promise<Dropped | null> {
  const { t } = i18n;
  const [file, ...others] = files;
  const rule = column.file;
  if (!file || !rule) return null;
  if (others.length > 0) return { problem: t("files.refused.several") };
  const problem = refusedBefore(rule, file, t);
  if (problem !== null) return { problem };
  const tell = (share: number) => say(t("files.cell.sending", { name: file.name, share: Math.round(share * 100) }));
  tell(0);
  try {
    const sent = await sendFile(source, column.name, file, tell, new AbortController().signal);
    rememberSent(sent, file);
    return { path: sent.uploaded_path };
  } catch (error) {
    return { problem: refusedThere(rule, file, error, t) };
  }
}
