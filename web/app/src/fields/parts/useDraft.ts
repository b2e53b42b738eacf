import { useRef, useState } from "react";
import type { Value } from "../../api/types";
import type { Parsed } from "../field";

interface Draft {
  text: string;
  setText: (text: string) => void;
  /** Why the text is no value; null where it is one. */
  problem: string | null;
  /** What the text means: the value itself, unchanged to the last digit, while the text is what it was shown as. */
  read: () => Parsed;
}

interface Source {
  value: Value | undefined;
  show: (value: Value) => string;
  parse: (text: string) => Parsed;
  onChange: (value: Value) => void;
  onProblem?: (problem: string | null) => void;
  /** The text to begin with instead of the value's. */
  typed?: string | null;
}

/** The text of an input whose value is not text: it may be half-typed, and nothing is lost by only looking. */
export function useDraft({ value, show, parse, onChange, onProblem, typed }: Source): Draft {
  const shown = value === undefined || value === null ? "" : show(value);
  const [text, setOwnText] = useState(typed ?? shown);
  const [problem, setProblem] = useState<string | null>(null);
  const [seen, setSeen] = useState<Value | undefined>(value);
  const original = useRef({ value, shown });

  // The value came from outside (reset, undo, another column): its text replaces what was typed.
  if (seen !== value) {
    setSeen(value);
    const own = parse(text);
    if (!("value" in own) || !same(own.value, value ?? null)) {
      setOwnText(shown);
      setProblem(null);
    }
  }

  const parseText = (next: string): Parsed => {
    const first = original.current;
    if (next === first.shown && first.value !== undefined) return { value: first.value };
    return parse(next);
  };

  const setText = (next: string) => {
    setOwnText(next);
    const parsed = parseText(next);
    const wrong = "problem" in parsed ? parsed.problem : null;
    setProblem(wrong);
    onProblem?.(wrong);
    if ("value" in parsed) {
      setSeen(parsed.value);
      onChange(parsed.value);
    }
  };

  return { text, setText, problem, read: () => parseText(text) };
}

const same = (left: Value, right: Value): boolean => left === right || JSON.stringify(left) === JSON.stringify(right);
