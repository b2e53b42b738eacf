import { ActionIcon, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search, X } from "lucide-react";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { columnTitle, type TableRef } from "../../api/tables";
import styles from "./TableToolbar.module.css";

export interface SearchBoxProps {
  source: TableRef;
  text: string;
  onSearch: (text: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}

const PAUSE_MS = 250;
const MOST_NAMES = 4;

/** Searches once the typing pauses; Enter at once, Escape clears. Says which columns are searched. */
export function SearchBox({ source, text, onSearch, inputRef }: SearchBoxProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({ text, of: text, sent: text });
  // The address changed. By what was sent: what was typed since stays. From elsewhere, by Back or a link: show that.
  if (typed.of !== text) setTyped(text === typed.sent ? { ...typed, of: text } : { text, of: text, sent: text });
  const send = (next: string) => {
    setTyped((old) => ({ ...old, sent: next.trim() }));
    onSearch(next.trim());
  };
  const later = useDebouncedCallback(send, PAUSE_MS);
  const type = (next: string) => {
    setTyped((old) => ({ ...old, text: next }));
    later(next);
  };
  const now = (next: string) => {
    later.cancel();
    setTyped((old) => ({ ...old, text: next }));
    send(next);
  };
  const names = source.table.fields
    .filter((field) => field.type === "text")
    .map((field) => columnTitle(source.table, field.name, source.settings));
  const listed = names.slice(0, MOST_NAMES).join(", ") + (names.length > MOST_NAMES ? "…" : "");
  return (
    <TextInput
      ref={inputRef}
      size="xs"
      type="search"
      role="searchbox"
      className={styles.search}
      aria-label={t("table.searchIn", { columns: listed })}
      title={t("table.searchIn", { columns: listed })}
      placeholder={t("table.search")}
      disabled={names.length === 0}
      value={typed.text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") now(typed.text);
        if (event.key === "Escape") {
          if (typed.text) now("");
          else event.currentTarget.blur();
        }
      }}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={
        typed.text && (
          <ActionIcon size="sm" aria-label={t("action.clear")} onClick={() => now("")}>
            <X size={13} aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}
