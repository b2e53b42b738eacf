import { Drawer } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { type TableRef, tableTitle } from "../api/tables";
import { RecordDetails } from "./RecordDetails";
import styles from "./record.module.css";
import { SideDrawer } from "./SideDrawer";
import { stepOf } from "./stepKeys";
import { useLeaveGuard } from "./useLeaveGuard";

export interface RecordDrawerProps {
  source: TableRef;
  recordKey: string;
  onClose: () => void;
  /** Opens a record of any table on its own page. */
  onOpen: (table: string, key: string) => void;
  onDeleted: () => void;
  /** Goes to the next or the previous record of the list behind. */
  onStep?: (step: 1 | -1) => void;
}

/** A record beside the list it comes from; on a phone it fills the screen. */
export function RecordDrawer({ source, recordKey, onClose, onOpen, onDeleted, onStep }: RecordDrawerProps) {
  const guard = useLeaveGuard();
  const [opened, setOpened] = useState(true);
  const first = useRef(recordKey);
  const content = useRef<HTMLDivElement>(null);
  const close = () => guard.leave(() => setOpened(false));

  const step = (to: 1 | -1) => {
    // Walking goes on by key only while no input has the focus.
    content.current?.focus();
    onStep?.(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = onStep ? stepOf(event.nativeEvent) : null;
    if (to === null) return;
    event.preventDefault();
    guard.leave(() => step(to));
  };

  return (
    <SideDrawer opened={opened} onClose={close} onClosed={onClose} onKeyDown={onKeyDown} content={content}>
      <RecordDetails
        key={`${source.table.model}/${recordKey}`}
        source={source}
        recordKey={recordKey}
        guard={guard}
        focused={recordKey === first.current}
        beside={false}
        onOpen={onOpen}
        onDeleted={onDeleted}
        onStep={onStep && step}
        onClose={close}
        heading={(name) => (
          <Drawer.Title className={styles.title}>{name || tableTitle(source.table, source.settings)}</Drawer.Title>
        )}
      />
    </SideDrawer>
  );
}
