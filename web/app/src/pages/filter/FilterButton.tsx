import { Button, Popover } from "@mantine/core";
import { ListFilter } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { FilterItem, TableRef } from "../../api/rows";
import { FilterEditor } from "../lazyParts";
import toolbar from "../table/TableToolbar.module.css";

export interface FilterButtonProps {
  source: TableRef;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  onAdd: (item: FilterItem) => void;
}

export function FilterButton({ source, opened, onOpened, onAdd }: FilterButtonProps) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={320} opened={opened} onChange={onOpened} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          className={toolbar.button}
          aria-label={t("filter.add")}
          leftSection={<ListFilter size={14} aria-hidden />}
          onClick={() => onOpened(!opened)}
        >
          <span className={toolbar.text}>{t("filter.title")}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("filter.add")}>
        <Suspense fallback={null}>
          <FilterEditor
            source={source}
            onApply={(item) => {
              onOpened(false);
              onAdd(item);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
