import { Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { modifierKey } from "./platform";
import styles from "./ShortcutsHelp.module.css";

const mod = modifierKey.trim();

const GROUPS = [
  {
    id: "anywhere",
    keys: [
      { id: "palette", keys: [mod, "K"] },
      { id: "collapse", keys: [mod, "B"] },
      { id: "help", keys: ["?"] },
    ],
  },
  {
    id: "record",
    keys: [
      { id: "save", keys: [mod, "S"] },
      { id: "walk", keys: ["J", "K"] },
      { id: "close", keys: ["Esc"] },
    ],
  },
  {
    id: "table",
    keys: [
      { id: "search", keys: ["/"] },
      { id: "filter", keys: ["F"] },
      { id: "new", keys: ["N"] },
      { id: "move", keys: ["↑", "↓", "←", "→"] },
      { id: "ends", keys: [mod, "Home"] },
      { id: "edit", keys: ["Enter"] },
      { id: "commit", keys: ["Enter", "Tab"] },
      { id: "cancel", keys: ["Esc"] },
      { id: "peek", keys: ["Space"] },
      { id: "copy", keys: [mod, "C"] },
    ],
  },
] as const;

export function ShortcutsHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("shortcuts.title")}
      size={620}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={styles.groups}>
        {GROUPS.map((group) => (
          <section key={group.id}>
            <h3 className={styles.heading}>{t(`shortcuts.${group.id}`)}</h3>
            <dl className={styles.list}>
              {group.keys.map((one) => (
                <div className={styles.line} key={one.id}>
                  <dt>{t(`shortcuts.${one.id}`)}</dt>
                  <dd>
                    {one.keys.map((key) => (
                      <Kbd key={key} size="xs">
                        {key}
                      </Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
