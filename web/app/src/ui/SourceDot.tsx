import styles from "./SourceDot.module.css";

/** The colour by which people know a source; nothing where it has none. */
export function SourceDot({ colour }: { colour: string | undefined }) {
  return colour ? <span className={styles.dot} style={{ background: colour }} aria-hidden /> : null;
}
