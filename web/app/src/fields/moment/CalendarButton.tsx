import { ActionIcon, Popover, Skeleton } from "@mantine/core";
import { CalendarDays } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

const Calendar = lazy(() => import("./Calendar").then((module) => ({ default: module.Calendar })));

interface CalendarButtonProps {
  /** Text that begins with the date, as the input shows it. */
  text: string;
  onPick: (date: string) => void;
  onNow: () => void;
  /** An i18n key: a date has a today, a moment a now. */
  nowLabel: string;
}

export function CalendarButton({ text, onPick, onNow, nowLabel }: CalendarButtonProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const close = (action: () => void) => {
    action();
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon size="sm" aria-label={t("fields.date.pick")} onClick={() => setOpened((shown) => !shown)}>
          <CalendarDays size={14} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("fields.date.pick")}>
        <Suspense fallback={<Skeleton width={230} height={230} />}>
          <Calendar
            date={/^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null}
            onPick={(date) => close(() => onPick(date))}
            onNow={() => close(onNow)}
            nowLabel={t(nowLabel)}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
