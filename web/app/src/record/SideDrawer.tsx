import { Drawer } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, type Ref, useRef } from "react";
import styles from "./record.module.css";

interface SideDrawerProps {
  opened: boolean;
  onClose: () => void;
  onClosed?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  content?: Ref<HTMLDivElement>;
  /** Above another drawer. */
  above?: boolean;
  children: ReactNode;
}

/** The panel at the right; on a phone it fills the screen. */
export function SideDrawer({ opened, onClose, onClosed, onKeyDown, content, above, children }: SideDrawerProps) {
  // Mantine remembers what had the focus only when a drawer opens after it was drawn; this one is drawn open.
  const before = useRef(document.activeElement);
  const closed = () => {
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    onClosed?.();
  };
  const keys = (event: KeyboardEvent) => {
    // Through React's tree come the keys of dialogs and lists too that were opened from here: those close themselves.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
    const taken = event.target instanceof Element && event.target.closest("[data-mantine-stop-propagation='true']");
    if (event.key === "Escape" && !event.defaultPrevented && !taken) onClose();
    else onKeyDown?.(event);
  };
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={closed}
      returnFocus={false}
      closeOnEscape={false}
      position="right"
      size="min(560px, 100vw)"
      zIndex={above ? 210 : 200}
      transitionProps={{ duration: 120 }}
    >
      <Drawer.Overlay backgroundOpacity={above ? 0.08 : 0.18} />
      <Drawer.Content>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys work wherever the focus is in the drawer */}
        <div className={styles.drawer} ref={content} tabIndex={-1} onKeyDown={keys}>
          {children}
        </div>
      </Drawer.Content>
    </Drawer.Root>
  );
}
