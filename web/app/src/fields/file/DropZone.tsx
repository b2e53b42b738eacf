import { type ClipboardEvent, type DragEvent, type ReactNode, useEffect, useState } from "react";
import styles from "./file.module.css";

interface DropZoneProps {
  onFiles: (files: readonly File[]) => void;
  disabled?: boolean;
  label: string;
  children: ReactNode;
}

/** Where files are dropped, or pasted while the focus is inside. The buttons inside do the same by keyboard. */
export function DropZone({ onFiles, disabled, label, children }: DropZoneProps) {
  const [over, setOver] = useState(false);
  useEffect(holdFiles, []);
  const drag = (event: DragEvent, entered: boolean) => {
    if (disabled || !holdsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(entered);
  };
  const onDrop = (event: DragEvent) => {
    drag(event, false);
    if (!disabled && holdsFiles(event)) onFiles([...event.dataTransfer.files]);
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (disabled || files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset looks like one, and has a legend
    <div
      role="group"
      aria-label={label}
      className={styles.zone}
      data-over={over || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={onDrop}
      onPaste={onPaste}
    >
      {children}
    </div>
  );
}

const holdsFiles = (event: { dataTransfer: DataTransfer | null }) => event.dataTransfer?.types.includes("Files");

/** A file that misses the field would be opened in the place of the page, and what was typed would be lost. */
function holdFiles(): () => void {
  const hold = (event: globalThis.DragEvent) => {
    if (!holdsFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
  };
  window.addEventListener("dragover", hold);
  window.addEventListener("drop", hold);
  return () => {
    window.removeEventListener("dragover", hold);
    window.removeEventListener("drop", hold);
  };
}
