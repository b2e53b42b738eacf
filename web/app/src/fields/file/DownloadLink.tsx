import { Anchor } from "@mantine/core";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { StoredFile } from "../../api/files";
import styles from "./file.module.css";

/** In a window of its own, which a download closes again: a page with changes is not asked whether it may be left. */
export function DownloadLink({ file }: { file: StoredFile }) {
  const { t } = useTranslation();
  return (
    <Anchor
      className={styles.download}
      href={file.url}
      download={file.name}
      target="_blank"
      rel="noreferrer"
      aria-label={t("files.download", { name: file.name })}
    >
      <Download size={14} aria-hidden />
      {t("files.downloadIt")}
    </Anchor>
  );
}
