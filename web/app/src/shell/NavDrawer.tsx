import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./AppLayout.module.css";
import { Nav } from "./Nav";

export interface NavDrawerProps {
  opened: boolean;
  onClose: () => void;
  onHelp: () => void;
}

/** The menu of a phone, out of the left edge. */
export function NavDrawer({ opened, onClose, onHelp }: NavDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={284}
      padding={0}
      title={t("nav.menu")}
      withCloseButton={false}
      classNames={{ header: styles.drawerHead }}
    >
      <Nav onHelp={onHelp} />
    </Drawer>
  );
}
