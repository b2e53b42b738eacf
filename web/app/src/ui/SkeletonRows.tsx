import { useTranslation } from "react-i18next";
import styles from "./SkeletonRows.module.css";

const WIDTHS = [64, 118, 52, 90, 40, 104, 76];
const rowNumbers = Array.from({ length: 24 }, (_, row) => row);

/** Rows at their final height while the first ones are on their way. */
export function SkeletonRows() {
  const { t } = useTranslation();
  return (
    <div className={styles.rows} role="status" aria-label={t("state.loading")}>
      {rowNumbers.map((row) => (
        <div className={styles.row} key={row} aria-hidden>
          {WIDTHS.map((width, cell) => (
            <span className={styles.bar} key={width} style={{ width: width + ((row * 37 + cell * 23) % 40) }} />
          ))}
        </div>
      ))}
    </div>
  );
}
