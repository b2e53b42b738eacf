import { useTranslation } from "react-i18next";
import type { CellProps } from "../field";
import { LARGE } from "./addresses";
import { DownloadLink } from "./DownloadLink";
import styles from "./file.module.css";
import { factsText } from "./kinds";
import { Thumbnail } from "./Thumbnail";
import { useFile } from "./useFile";

/** What the hover card says of a file: a larger picture, its name, what it is, and the way to it. */
export function FileCard(props: CellProps) {
  const { t } = useTranslation();
  const file = useFile(props, LARGE);
  if (file === null) return null;
  const { stored, name, state } = file;
  return (
    <div className={styles.hovered}>
      <Thumbnail file={file} size="large" />
      <strong className={styles.name}>{name}</strong>
      {stored ? (
        <div className={styles.facts}>
          <span>{factsText(stored)}</span>
          <DownloadLink file={stored} />
        </div>
      ) : (
        <span className={styles.quiet}>{t(`files.state.${state}`)}</span>
      )}
    </div>
  );
}
