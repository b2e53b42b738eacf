const KEPT_MS = 60_000;

/** Gives a file to the browser's downloads. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download reads it after this call has returned, and does not say when.
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
