import { ActionIcon, TextInput } from "@mantine/core";
import { Eye, EyeOff, GripVertical } from "lucide-react";
import type { DragEvent, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { guessedTitle, type MenuDraft, moveTable, shiftTable } from "../../lib/menuDraft";
import { own } from "../../lib/own";
import { tableIcon } from "../../lib/tableIcon";
import styles from "./MenuEditor.module.css";

export const DRAGGED = "application/x-jetway-table";

export interface TableLineProps {
  model: string;
  section: string;
  draft: MenuDraft;
  onChange: (draft: MenuDraft) => void;
}

/** One table: dragged or moved with the arrow keys on its handle, renamed, hidden. */
export function TableLine({ model, section, draft, onChange }: TableLineProps) {
  const { t } = useTranslation();
  const Icon = tableIcon(model);
  const hidden = draft.hidden.includes(model);
  const name = own(draft.titles, model) || guessedTitle(model);
  const shift = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : null;
    if (step === null) return;
    event.preventDefault();
    onChange(shiftTable(draft, model, step));
    // The line may now stand in another section, as another element: its handle keeps the focus.
    requestAnimationFrame(() => document.getElementById(`grip:${model}`)?.focus());
  };
  const drop = (event: DragEvent) => {
    const moved = event.dataTransfer.getData(DRAGGED);
    if (!moved) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(moveTable(draft, moved, section, model));
  };
  const toggle = () =>
    onChange({
      ...draft,
      hidden: hidden ? draft.hidden.filter((other) => other !== model) : [...draft.hidden, model],
    });
  return (
    <li
      className={styles.line}
      data-hidden={hidden || undefined}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, model)}
      onDrop={drop}
    >
      <button
        type="button"
        id={`grip:${model}`}
        className={styles.grip}
        aria-label={t("columns.move", { title: name })}
        onKeyDown={shift}
      >
        <GripVertical size={14} aria-hidden />
      </button>
      <Icon size={15} strokeWidth={1.8} aria-hidden className={styles.icon} />
      <TextInput
        size="xs"
        className={styles.title}
        aria-label={t("menu.tableTitle", { model })}
        placeholder={guessedTitle(model)}
        value={own(draft.titles, model) ?? ""}
        onChange={(event) => onChange({ ...draft, titles: { ...draft.titles, [model]: event.currentTarget.value } })}
      />
      <code className={styles.model}>{model}</code>
      <ActionIcon
        aria-label={t(hidden ? "menu.show" : "menu.hide", { title: name })}
        aria-pressed={hidden}
        onClick={toggle}
      >
        {hidden ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
      </ActionIcon>
    </li>
  );
}
