import { Button } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import "dayjs/locale/en";

interface CalendarProps {
  /** `2026-11-21`; null where nothing is chosen. */
  date: string | null;
  onPick: (date: string) => void;
  onNow: () => void;
  nowLabel: string;
}

/** Loaded when a calendar is first opened: few edits need one. */
export function Calendar({ date, onPick, onNow, nowLabel }: CalendarProps) {
  return (
    <>
      <DatePicker
        value={date}
        defaultDate={date ?? undefined}
        onChange={(picked) => picked && onPick(picked)}
        size="xs"
      />
      <Button variant="default" size="compact-sm" fullWidth mt="xs" onClick={onNow}>
        {nowLabel}
      </Button>
    </>
  );
}
