import { ActionIcon, Menu } from "@mantine/core";
import { Ellipsis, type LucideIcon } from "lucide-react";
import styles from "./list.module.css";

export interface LineAction {
  label: string;
  icon: LucideIcon;
  danger?: boolean;
  run: () => void;
}

/** What can be done with a line of a list. */
export function LineMenu({ label, actions }: { label: string; actions: LineAction[] }) {
  return (
    <div className={styles.menu}>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon aria-label={label}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map(({ label: text, icon: Icon, danger, run }) => (
            <Menu.Item
              key={text}
              color={danger ? "var(--danger)" : undefined}
              leftSection={<Icon size={14} aria-hidden />}
              onClick={run}
            >
              {text}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
