import { ImageIcon } from "lucide-react";
import type { CellProps } from "../field";
import { LinkCell } from "../link/LinkCell";
import { plainText } from "../plainText";
import styles from "./image.module.css";
import { imageSource } from "./imageSource";

export function ImageCell(props: CellProps) {
  const text = plainText(props.value);
  if (text === "") return null;
  const source = imageSource(text, window.location.origin);
  if (source) return <img className={styles.thumbnail} src={source} alt={props.context.title} loading="lazy" />;
  return (
    <>
      <ImageIcon className={styles.icon} size={14} aria-hidden />
      <LinkCell {...props} />
    </>
  );
}
