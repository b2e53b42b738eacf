import type { InputProps } from "../field";
import { MomentInput } from "../moment/MomentInput";
import { momentInUtc, momentToWall } from "../moment/moment";
import { viewerZone, zoneLabel } from "../moment/readable";
import styles from "../parts/input.module.css";
import { plainText } from "../plainText";
import { parseMoment } from "./parseMoment";

export function TimestamptzInput(props: InputProps) {
  const stored = plainText(props.value);
  const zone = (
    <span className={styles.zone} title={stored ? `${viewerZone()} · ${momentInUtc(stored)}` : viewerZone()}>
      {zoneLabel(stored)}
    </span>
  );
  return <MomentInput {...props} show={momentToWall} parse={parseMoment} timed note={zone} />;
}
