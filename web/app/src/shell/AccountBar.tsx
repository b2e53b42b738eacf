import { ActionIcon, Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Check, Keyboard, LogOut, Monitor, Moon, Settings2, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./Nav.module.css";
import { useLeave } from "./useLeave";
import { useScheme } from "./useScheme";
import { useWorkspace } from "./useWorkspace";

const SCHEMES = [
  { id: "light", icon: Sun },
  { id: "dark", icon: Moon },
  { id: "auto", icon: Monitor },
] as const;

function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

/** Who is signed in, the colour scheme, and the way out. */
export function AccountBar({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const { person } = useWorkspace();
  const scheme = useScheme();
  const leave = useLeave();
  const name = person.name || person.email;
  const Icon = scheme.seen === "dark" ? Sun : Moon;
  return (
    <div className={styles.account}>
      <Menu position="top-start" width={220}>
        <Menu.Target>
          <UnstyledButton className={styles.person} title={person.email} aria-label={t("user.menu", { name })}>
            <span className={styles.initials} aria-hidden>
              {initials(name)}
            </span>
            <span className={styles.placeName}>{name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {SCHEMES.map(({ id, icon: SchemeIcon }) => (
            <Menu.Item
              key={id}
              leftSection={<SchemeIcon size={14} aria-hidden />}
              rightSection={scheme.chosen === id && <Check size={14} aria-hidden />}
              onClick={() => scheme.choose(id)}
            >
              {t(`scheme.${id}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Keyboard size={14} aria-hidden />} onClick={onHelp}>
            {t("palette.shortcuts")}
          </Menu.Item>
          <Menu.Item leftSection={<LogOut size={14} aria-hidden />} onClick={() => void leave()}>
            {t("action.signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={t("nav.settings")}>
        <ActionIcon component={Link} to="/settings" aria-label={t("nav.settings")}>
          <Settings2 size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("scheme.toggle")}>
        <ActionIcon aria-label={t("scheme.toggle")} onClick={scheme.toggle}>
          <Icon size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
