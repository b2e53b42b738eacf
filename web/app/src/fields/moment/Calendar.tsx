import { Button } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { useTranslation } from "react-i18next";
import styles from "./calendar.module.css";

interface CalendarProps {
  /** `2026-11-21`; null where nothing is chosen. */
  date: string | null;
  onPick: (date: string) => void;
  onNow: () => void;
  nowLabel: string;
}

/** Loaded when a calendar is first opened: few edits need one. */
export function Calendar({ date, onPick, onNow, nowLabel }: CalendarProps) {
  const { t } = useTranslation();
  return (
    <>
      <DatePicker
        value={date}
        defaultDate={date ?? undefined}
        onChange={(picked) => picked && onPick(picked)}
        size="xs"
        classNames={{ day: styles.day }}
        ariaLabels={{
          previousMonth: t("fields.date.previousMonth"),
          nextMonth: t("fields.date.nextMonth"),
          previousYear: t("fields.date.previousYear"),
          nextYear: t("fields.date.nextYear"),
          previousDecade: t("fields.date.previousDecade"),
          nextDecade: t("fields.date.nextDecade"),
        }}
      />
      <Button variant="default" size="compact-sm" fullWidth mt="xs" onClick={onNow}>
        {nowLabel}
      </Button>
    </>
  );
}
