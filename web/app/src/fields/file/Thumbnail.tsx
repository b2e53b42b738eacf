import { File, FileArchive, FileCode, FileImage, FileMusic, FileSpreadsheet, FileText, FileVideo } from "lucide-react";
import { useState } from "react";
import styles from "./file.module.css";
import { kindOf } from "./kinds";
import type { ShownFile } from "./useFile";

const ICONS: Record<string, typeof File> = {
  picture: FileImage,
  text: FileText,
  sheet: FileSpreadsheet,
  archive: FileArchive,
  sound: FileMusic,
  film: FileVideo,
  code: FileCode,
};

interface ThumbnailProps {
  file: ShownFile;
  /** What the picture shows; left out where the name stands beside it. */
  alt?: string;
  size: "cell" | "card" | "large";
}

/** A picture of the file, or the sign of its kind. What is drawn stays, whatever address it has next. */
export function Thumbnail({ file, alt = "", size }: ThumbnailProps) {
  const [drawn, setDrawn] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const address = drawn ?? file.stored?.thumbnail ?? null;
  const Icon = ICONS[kindOf(file.name)] ?? File;
  if (address === null || address === failed) {
    if (size === "large") return null;
    return (
      <span className={styles.picture} data-size={size}>
        <Icon size={size === "cell" ? 15 : 22} aria-hidden />
      </span>
    );
  }
  return (
    <img
      className={styles.picture}
      data-size={size}
      src={address}
      alt={alt}
      loading="lazy"
      decoding="async"
      onLoad={() => setDrawn(address)}
      onError={() => setFailed(address)}
    />
  );
}
