import type { CellProps } from "../field";
import styles from "../parts/cell.module.css";
import { bytesText, imageAddress } from "./bytes";
import own from "./bytes.module.css";

export function BytesCell({ value }: CellProps) {
  const image = imageAddress(value);
  return (
    <>
      {image && <img className={own.thumbnail} src={image} alt="" loading="lazy" />}
      <span className={image ? styles.faint : styles.line}>{bytesText(value)}</span>
    </>
  );
}
