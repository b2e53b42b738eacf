import { useTranslation } from "react-i18next";
import type { InputProps } from "../field";
import { LinkInput } from "../link/LinkInput";
import { plainText } from "../plainText";
import styles from "./image.module.css";
import { imageSource } from "./imageSource";

export function ImageInput(props: InputProps) {
  const { t } = useTranslation();
  const source = props.inline ? null : imageSource(plainText(props.value), window.location.origin);
  if (!source) return <LinkInput {...props} />;
  return (
    <div className={styles.editor}>
      <img className={styles.preview} src={source} alt={t("fields.bytes.preview", { name: props.context.title })} />
      <LinkInput {...props} />
    </div>
  );
}
