import { Drawer, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { Menu, PanelLeftOpen } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../api/session";
import styles from "./AppLayout.module.css";
import { CommandPalette } from "./CommandPalette";
import { Nav } from "./Nav";
import { ShortcutsHelp } from "./ShortcutsHelp";
import { useWorkspace } from "./useWorkspace";

/** The menu at the left, the page at the right; on a phone the menu comes out of the edge. */
export function AppLayout() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  const main = useRef<HTMLElement>(null);
  const phone = useMediaQuery("(max-width: 640px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const [folded, setFolded] = useLocalStorage({
    key: "jetway:menu-folded",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [drawer, { open, close }] = useDisclosure(false);
  const [help, helpHandlers] = useDisclosure(false);
  useHotkeys([
    ["mod+B", () => setFolded((now) => !now)],
    ["shift+?", helpHandlers.open],
  ]);
  useRememberedPlace();
  // Going somewhere closes the menu on a phone; the address is outside React.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the trigger
  useEffect(close, [location.pathname]);

  if (session.data && session.data.state !== "signed_in") return <Navigate to="/sign-in" search={{}} />;
  const hidden = phone || folded;
  return (
    <div className={styles.layout} data-nav={hidden ? "hidden" : "shown"}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t("nav.skip")}
      </button>
      {hidden ? (
        <Tooltip label={phone ? t("nav.open") : t("nav.expand")}>
          <UnstyledButton
            className={styles.opener}
            aria-label={phone ? t("nav.open") : t("nav.expand")}
            onClick={phone ? open : () => setFolded(false)}
          >
            {phone ? <Menu size={18} aria-hidden /> : <PanelLeftOpen size={16} aria-hidden />}
          </UnstyledButton>
        </Tooltip>
      ) : (
        <Nav onFold={() => setFolded(true)} onHelp={helpHandlers.open} />
      )}
      <Drawer
        opened={phone && drawer}
        onClose={close}
        size={284}
        padding={0}
        title={t("nav.menu")}
        withCloseButton={false}
        classNames={{ header: styles.drawerHead }}
      >
        <Nav onHelp={helpHandlers.open} />
      </Drawer>
      <main className={styles.main} ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <CommandPalette onHelp={helpHandlers.open} />
      <ShortcutsHelp opened={help} onClose={helpHandlers.close} />
    </div>
  );
}

/** The next visit starts where this one was. */
function useRememberedPlace(): void {
  const { place, setLast } = useWorkspace();
  const id = place?.bridge.id;
  useEffect(() => {
    if (id) setLast(id);
  }, [id, setLast]);
}
