import { Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { Outlet, useLocation } from "@tanstack/react-router";
import { Menu, PanelLeftOpen } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../api/session";
import { viewing } from "../api/viewing";
import styles from "./AppLayout.module.css";
import { LazyOverlays } from "./LazyOverlays";
import { Nav } from "./Nav";
import { loadSignIn } from "./useLeave";
import { usePageKeys } from "./usePageKeys";
import { useWorkspace } from "./useWorkspace";

const ViewBanner = lazy(async () => ({ default: (await import("./ViewBanner")).ViewBanner }));
const NavDrawer = lazy(async () => ({ default: (await import("./NavDrawer")).NavDrawer }));

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
  const [help, setHelp] = useState(false);
  const [view] = useState(viewing);
  useHotkeys([["mod+B", () => setFolded((now) => !now)]]);
  usePageKeys({ "?": () => setHelp(true), "shift+?": () => setHelp(true) });
  useRememberedPlace();
  const ended = session.data !== undefined && session.data.state !== "signed_in";
  // The session ended elsewhere; the address is outside React.
  useEffect(() => {
    if (ended) loadSignIn();
  }, [ended]);
  // Going somewhere closes the menu on a phone; the address is outside React.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the trigger
  useEffect(close, [location.pathname]);

  if (ended) return null;
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
        <Nav onFold={() => setFolded(true)} onHelp={() => setHelp(true)} />
      )}
      {phone && (
        <Suspense fallback={null}>
          <NavDrawer opened={drawer} onClose={close} onHelp={() => setHelp(true)} />
        </Suspense>
      )}
      <main className={styles.main} ref={main} tabIndex={-1}>
        {view && (
          <Suspense fallback={null}>
            <ViewBanner view={view} />
          </Suspense>
        )}
        <Outlet />
      </main>
      <LazyOverlays help={help} onHelp={setHelp} />
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
