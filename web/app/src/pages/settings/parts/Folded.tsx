import type { ReactNode } from "react";
import styles from "./Folded.module.css";

export interface FoldedProps {
  title: string;
  /** What of it is to be known while it is folded. */
  note?: string;
  /** Whether it unfolds without being asked to. */
  open?: boolean;
  children: ReactNode;
}

/** What few need, out of sight until somebody wants it. */
export function Folded({ title, note, open, children }: FoldedProps) {
  return (
    <details className={styles.folded} open={open}>
      <summary>
        {title}
        {note && <span>{note}</span>}
      </summary>
      {children}
    </details>
  );
}
