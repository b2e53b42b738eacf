import "../../i18n/actions";
import { Button, Menu } from "@mantine/core";
import { ChevronDown, Zap } from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Operation } from "../../api/operations";
import type { TableRef } from "../../api/tables";
import type { Row } from "../../api/types";
import { ActionDialog } from "./lazyActionDialog";

interface ActionsMenuProps {
  source: TableRef;
  /** Null where they take none. */
  row: Row | null;
  operations: Operation[];
  /** The button, where it is another than that of records. */
  button?: ReactNode;
  /** Asks whether what is not saved may be lost, then goes on. */
  before: (then: () => void) => void;
}

/** What the source does with the record, beside changing it, or by itself. */
export function ActionsMenu({ source, row, operations, button, before }: ActionsMenuProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Operation | null>(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          {button ?? (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<Zap size={13} aria-hidden />}
              rightSection={<ChevronDown size={13} aria-hidden />}
            >
              {t("actions.menu")}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          {operations.map((operation) => (
            <Menu.Item key={operation.operation} onClick={() => before(() => setAsked(operation))}>
              {operation.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked && (
        <Suspense fallback={null}>
          <ActionDialog source={source} row={row} operation={asked} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </>
  );
}
