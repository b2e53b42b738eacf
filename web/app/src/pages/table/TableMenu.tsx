import { ActionIcon, Menu } from "@mantine/core";
import { Download, Ellipsis, type LucideIcon, Trash2, Upload } from "lucide-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListView } from "../../api/rows";
import type { TableRef } from "../../api/tables";
import type { ColumnState } from "../../grid/columnState";
import { DeletedRows, ExportDialog, ImportDialog } from "../lazyParts";
import styles from "./TableToolbar.module.css";

export interface TableMenuProps {
  source: TableRef;
  view: ListView;
  columnState: ColumnState;
  columnNames: string[];
}

type Opened = "export" | "import" | "deleted";

/** What can be done with the table as a whole, as far as the role may. */
export function TableMenu({ source, view, columnState, columnNames }: TableMenuProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened | null>(null);
  const { exportable, has_history, verbs } = source.table;
  const actions: { id: Opened; icon: LucideIcon; allowed: boolean }[] = [
    { id: "export", icon: Download, allowed: exportable },
    { id: "import", icon: Upload, allowed: verbs.includes("create") || verbs.includes("update") },
    { id: "deleted", icon: Trash2, allowed: has_history && verbs.includes("create") },
  ];
  const allowed = actions.filter((action) => action.allowed);
  if (allowed.length === 0) return null;
  const close = () => setOpened(null);
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon className={styles.more} aria-label={t("table.more")}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {allowed.map(({ id, icon: Icon }) => (
            <Menu.Item key={id} leftSection={<Icon size={14} aria-hidden />} onClick={() => setOpened(id)}>
              {t(`table.actions.${id}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {opened === "export" && (
          <ExportDialog
            source={source}
            view={view}
            columnState={columnState}
            columnNames={columnNames}
            onClose={close}
          />
        )}
        {opened === "import" && <ImportDialog source={source} onClose={close} />}
        {opened === "deleted" && <DeletedRows source={source} onClose={close} />}
      </Suspense>
    </>
  );
}
