import styles from "./enum.module.css";
import { optionTitle, toneOf } from "./tone";

export function OptionPill({ option, options }: { option: string; options: readonly string[] }) {
  const hue = toneOf(option, options);
  const tone = hue === null ? { "--chroma": 0.15 } : { "--hue": hue };
  return (
    <span className={styles.pill} style={tone as React.CSSProperties}>
      {optionTitle(option)}
    </span>
  );
}
