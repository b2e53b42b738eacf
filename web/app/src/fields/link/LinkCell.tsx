import type { CellProps } from "../field";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";
import { linkTarget } from "./link";
import own from "./link.module.css";

export function LinkCell({ value }: CellProps) {
  const text = plainText(value);
  const target = linkTarget(text);
  if (!target) return <span className={styles.line}>{text}</span>;
  return (
    <a
      className={`${styles.line} ${own.link}`}
      href={target}
      target="_blank"
      rel="noopener noreferrer"
      tabIndex={-1}
      onDoubleClick={(event) => event.preventDefault()}
    >
      {text.replace(/^https?:\/\//, "")}
    </a>
  );
}
