import "../../i18n/actions";
import { Button, Menu } from "@mantine/core";
import { ChevronDown, Zap } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Operation } from "../../api/operations";
import type { TableRef } from "../../api/tables";
import type { Row } from "../../api/types";

const ActionDialog = lazy(async () => ({ default: (await import("./ActionDialog")).ActionDialog }));

interface ActionsMenuProps {
  source: TableRef;
  row: Row;
  /** Asks whether what is not saved may be lost, then goes on. */
  before: (then: () => void) => void;
}

/** What the source does with the record, beside changing it. */
export function ActionsMenu({ source, row, before }: ActionsMenuProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Operation | null>(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Zap size={13} aria-hidden />}
            rightSection={<ChevronDown size={13} aria-hidden />}
          >
            {t("actions.menu")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {source.table.operations.map((operation) => (
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
