import { Progress, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InputProps } from "../field";
import { plainText } from "../plainText";
import { LARGE } from "./addresses";
import { DownloadLink } from "./DownloadLink";
import styles from "./file.module.css";
import { factsText } from "./kinds";
import { sentFile } from "./sentFiles";
import { Thumbnail } from "./Thumbnail";
import { type ShownFile, useFile } from "./useFile";
import type { Work } from "./useUpload";

interface EditedFileProps extends InputProps {
  work: Work;
  filled: boolean;
}

/** What the field holds: nothing yet, a file on its way, or one that is there. */
export function EditedFile({ work, filled, ...props }: EditedFileProps) {
  const { t } = useTranslation();
  const { value } = props;
  const file = useFile(props, LARGE);
  const fresh = typeof value === "string" && sentFile(value) !== undefined;
  return (
    <>
      {work.state === "sending" ? (
        <Sending name={work.name} share={work.share} />
      ) : file ? (
        <Held key={plainText(value ?? null)} file={file} />
      ) : (
        <p className={styles.quiet}>{filled ? plainText(value ?? null) : t("files.drop")}</p>
      )}
      <VisuallyHidden aria-live="polite">{fresh ? t("files.sent", { name: file?.name }) : ""}</VisuallyHidden>
    </>
  );
}

function Sending({ name, share }: { name: string; share: number }) {
  const { t } = useTranslation();
  const percent = Math.round(share * 100);
  return (
    <div className={styles.sending}>
      <span className={styles.name}>{name}</span>
      {/* All of it is sent: the bridge looks into it and keeps it. */}
      <span className={styles.quiet}>{percent < 100 ? `${percent} %` : t("files.keeping")}</span>
      <Progress value={percent} size="sm" aria-label={t("files.sending", { name })} className={styles.bar} />
    </div>
  );
}

function Held({ file }: { file: ShownFile }) {
  const { t } = useTranslation();
  const { stored, name, state } = file;
  return (
    <div className={styles.held}>
      <Thumbnail file={file} size={stored?.thumbnail ? "large" : "card"} alt={t("files.preview", { name })} />
      <div className={styles.words}>
        <strong className={styles.name}>{name}</strong>
        {stored ? (
          <span className={styles.quiet}>{factsText(stored)}</span>
        ) : (
          state !== "unknown" && <span className={styles.quiet}>{t(`files.state.${state}`)}</span>
        )}
        {stored && <DownloadLink file={stored} />}
      </div>
    </div>
  );
}
