import { Button, Popover, Skeleton } from "@mantine/core";
import { Columns3Cog } from "lucide-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../../api/tables";
import type { ColumnState } from "../../grid/columnState";
import type { Density } from "../../grid/rowWindow";
import { ColumnsPanel } from "../lazyParts";
import styles from "./ColumnsMenu.module.css";
import toolbar from "./TableToolbar.module.css";

export interface ColumnsMenuProps {
  source: TableRef;
  names: string[];
  state: ColumnState;
  onChange: (state: ColumnState) => void;
  onReset: () => void;
  density: Density;
  onDensity: (density: Density) => void;
  /** Asks where a column leads to; undefined for those who may not say. */
  onRelate?: (column: string) => void;
}

/** Which columns are shown, in which order, which stay at the left, and where they lead to. */
export function ColumnsMenu(props: ColumnsMenuProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const { onRelate } = props;
  const relate = (column: string) => {
    setOpened(false);
    onRelate?.(column);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={288} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          className={toolbar.button}
          aria-label={t("columns.title")}
          leftSection={<Columns3Cog size={14} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          <span className={toolbar.text}>{t("columns.title")}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu} aria-label={t("columns.title")}>
        <Suspense fallback={<Skeleton height={200} />}>
          <ColumnsPanel {...props} onRelate={onRelate && relate} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
