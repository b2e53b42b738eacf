/** What this page has sent itself: it is shown from memory, also where no row names it yet. */
import type { SentFile, StoredFile } from "../../api/files";
import { isPicture } from "./kinds";

const MOST = 20;
const sent = new Map<string, StoredFile>();

export function rememberSent({ uploaded_path, name, type, size }: SentFile, content: File): void {
  const url = URL.createObjectURL(content);
  sent.set(uploaded_path, { name, type, size, url, thumbnail: isPicture(type) ? url : null });
  const [oldest] = sent;
  if (sent.size <= MOST || !oldest) return;
  URL.revokeObjectURL(oldest[1].url);
  sent.delete(oldest[0]);
}

export function sentFile(path: string): StoredFile | undefined {
  return sent.get(path);
}
