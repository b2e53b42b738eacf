import type { ReactNode } from "react";
import type { InputProps, Parsed } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";
import { CalendarButton } from "./CalendarButton";
import { momentToWall } from "./moment";

interface MomentInputProps extends InputProps {
  show: (stored: string) => string;
  parse: (text: string) => Parsed;
  /** Whether a time follows the date. */
  timed: boolean;
  /** Beside the text: the zone. */
  note?: ReactNode;
}

/** A date as text that can be typed to the last digit, with a calendar beside it that only changes the day. */
export function MomentInput({ show, parse, timed, note, ...props }: MomentInputProps) {
  const text = show(plainText(props.value));
  const set = (typed: string) => {
    const parsed = parse(typed);
    if (!("value" in parsed)) return;
    props.onProblem?.(null);
    props.onChange(parsed.value);
  };
  const now = () => {
    const wall = momentToWall(new Date().toISOString().slice(0, 19));
    set(timed ? wall : wall.slice(0, 10));
  };
  const time = /\s(\S+)/.exec(text)?.[1] ?? "00:00:00";
  const button = (
    <CalendarButton
      text={text}
      onPick={(date) => set(timed ? `${date} ${time}` : date)}
      onNow={now}
      nowLabel={timed ? "fields.timestamp.now" : "fields.date.today"}
    />
  );
  return (
    <DraftInput
      {...props}
      show={(value) => show(plainText(value))}
      parse={parse}
      right={
        props.inline || props.disabled ? (
          note
        ) : (
          <>
            {note}
            {button}
          </>
        )
      }
      rightWidth={note ? (props.inline || props.disabled ? 44 : 68) : 34}
    />
  );
}
