import type { ReactNode } from "react";
import styles from "./Page.module.css";
import { PageTitle } from "./PageTitle";

export interface PageProps {
  title: string;
  /** Before the title: what it is part of. */
  crumb?: ReactNode;
  /** Beside the title: a count, a key. */
  note?: ReactNode;
  /** What can be done here, at the right; at the bottom on a phone. */
  toolbar?: ReactNode;
  /** A line below the head, such as filter chips. */
  below?: ReactNode;
  children: ReactNode;
}

export function Page({ title, crumb, note, toolbar, below, children }: PageProps) {
  return (
    <div className={styles.page}>
      <PageTitle title={title} />
      <header className={styles.head}>
        {crumb && <div className={styles.crumb}>{crumb}</div>}
        <h1 className={styles.title}>{title}</h1>
        {note && <div className={styles.note}>{note}</div>}
        {toolbar && <div className={styles.toolbar}>{toolbar}</div>}
      </header>
      {below}
      <div className={styles.content}>{children}</div>
    </div>
  );
}
