import type { CellProps } from "../field";
import { momentInUtc } from "../moment/moment";
import { readableMoment, zoneLabel } from "../moment/readable";
import styles from "../parts/cell.module.css";
import { plainText } from "../plainText";

/** In the reader's zone; hovering says which, and what it is in UTC. */
export function TimestamptzCell({ value }: CellProps) {
  const stored = plainText(value);
  if (stored === "") return null;
  return (
    <span className={styles.number} title={`${zoneLabel(stored)} · ${momentInUtc(stored)}`}>
      {readableMoment(stored)}
    </span>
  );
}
