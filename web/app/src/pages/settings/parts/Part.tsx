import type { ReactNode } from "react";
import styles from "./Part.module.css";

export interface PartProps {
  title: string;
  text?: ReactNode;
  /** What can be done, at the right. */
  action?: ReactNode;
  children?: ReactNode;
}

/** A part of a page of settings: what it is, and what can be done with it. */
export function Part({ title, text, action, children }: PartProps) {
  return (
    <section className={styles.part}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h2>{title}</h2>
          {text && <p>{text}</p>}
        </div>
        {action && <div className={styles.action}>{action}</div>}
      </header>
      {children}
    </section>
  );
}
