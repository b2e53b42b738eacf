import { NativeSelect } from "@mantine/core";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./import.module.css";
import type { ImportTarget } from "./mapping";

interface ColumnPlaceProps {
  name: string;
  /** Its first cells. */
  cells: (string | null)[];
  targets: ImportTarget[];
  target: string | null;
  disabled: boolean;
  onPlace: (target: string | null) => void;
}

const SHOWN = 3;

/** A column of the file, what stands in it, and where it goes. */
export function ColumnPlace({ name, cells, targets, target, disabled, onPlace }: ColumnPlaceProps) {
  const { t } = useTranslation();
  const samples = [...new Set(cells.filter((cell) => cell !== null && cell !== ""))].slice(0, SHOWN);
  return (
    <li className={styles.column} data-left-out={target === null || undefined}>
      <span className={styles.name}>
        {name}
        <span className={styles.samples}>{samples.join(" · ")}</span>
      </span>
      <ArrowRight size={14} aria-hidden className={styles.arrow} />
      <NativeSelect
        size="xs"
        aria-label={t("import.target", { name })}
        disabled={disabled}
        value={target ?? ""}
        onChange={(event) => onPlace(event.currentTarget.value || null)}
        data={[
          { value: "", label: t("import.nowhere") },
          ...targets.map(({ path, title }) => ({ value: path, label: title })),
        ]}
      />
    </li>
  );
}
