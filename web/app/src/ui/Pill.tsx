import styles from "./Pill.module.css";
import { pillHue } from "./pillHue";

export interface PillProps {
  /** What decides the colour. */
  value: string;
  /** What is shown, where it differs. */
  label?: string;
}

/** A status: lightness and chroma are fixed per scheme, only the hue varies, so it always meets AA. */
export function Pill({ value, label }: PillProps) {
  const hue = pillHue(value);
  return (
    <span className={styles.pill} data-neutral={hue === null || undefined} style={{ "--hue": hue ?? 0 }}>
      {label ?? value}
    </span>
  );
}
