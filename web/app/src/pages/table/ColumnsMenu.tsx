import { Button, Popover, Skeleton } from "@mantine/core";
import { Columns3Cog } from "lucide-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableRef } from "../../api/tables";
import type { ColumnState } from "../../grid/columnState";
import type { Declared } from "../../grid/gridProps";
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
  /** Asks what the values of a column stand for; undefined for those who may not say. */
  onDeclare?: (column: string, as: Declared) => void;
}

/** Which columns are shown, in which order, which stay at the left, and what their values stand for. */
export function ColumnsMenu(props: ColumnsMenuProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const { onDeclare } = props;
  const declare = (column: string, as: Declared) => {
    setOpened(false);
    onDeclare?.(column, as);
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
          <ColumnsPanel {...props} onDeclare={onDeclare && declare} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
