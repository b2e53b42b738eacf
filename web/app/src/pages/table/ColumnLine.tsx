import { ActionIcon, Checkbox } from "@mantine/core";
import { GripVertical, Link2, Paperclip, Pin, PinOff } from "lucide-react";
import type { DragEvent, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { FieldContext } from "../../fields/field";
import { canHoldFiles } from "../../fields/file/path";
import { type ColumnState, hideColumn, moveColumn, shiftColumn, togglePin } from "../../grid/columnState";
import type { Declared } from "../../grid/gridProps";
import { canRelate } from "../../lib/keyKinds";
import styles from "./ColumnsMenu.module.css";

export interface ColumnLineProps {
  name: string;
  context: FieldContext;
  names: string[];
  state: ColumnState;
  onChange: (state: ColumnState) => void;
  onDeclare?: (name: string, as: Declared) => void;
  /** The only column that is still shown: it stays. */
  last: boolean;
}

const DRAGGED = "application/x-jetway-column";

/** One column: shown or not, pinned or not, leading somewhere or not, holding files or not; dragged, or moved with the arrow keys. */
export function ColumnLine({ name, context, names, state, onChange, onDeclare, last }: ColumnLineProps) {
  const { t } = useTranslation();
  const { column, relation, title } = context;
  const hidden = state.hidden.includes(name);
  const pinned = state.pinned.includes(name);
  const toggle = () =>
    onChange(hidden ? { ...state, hidden: state.hidden.filter((one) => one !== name) } : hideColumn(state, name));
  const drop = (event: DragEvent) => {
    const moved = event.dataTransfer.getData(DRAGGED);
    if (!moved) return;
    event.preventDefault();
    onChange(moveColumn(state, names, moved, name));
  };
  const shift = (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    onChange(shiftColumn(state, names, name, step));
  };
  return (
    <li
      className={styles.line}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, name)}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
      onDrop={drop}
    >
      <button type="button" className={styles.grip} aria-label={t("columns.move", { title })} onKeyDown={shift}>
        <GripVertical size={14} aria-hidden />
      </button>
      <Checkbox size="xs" className={styles.check} label={title} checked={!hidden} disabled={last} onChange={toggle} />
      {onDeclare && canHoldFiles(context) && (
        <ActionIcon
          size="sm"
          className={styles.pin}
          data-on={Boolean(column.file) || undefined}
          aria-label={t("columns.files", { title })}
          onClick={() => onDeclare(name, "files")}
        >
          <Paperclip size={13} aria-hidden />
        </ActionIcon>
      )}
      {onDeclare && canRelate(column, relation) && (
        <ActionIcon
          size="sm"
          className={styles.pin}
          data-on={relation !== null || undefined}
          aria-label={t("columns.relate", { title })}
          onClick={() => onDeclare(name, "relation")}
        >
          <Link2 size={13} aria-hidden />
        </ActionIcon>
      )}
      <ActionIcon
        size="sm"
        className={styles.pin}
        data-on={pinned || undefined}
        aria-label={t(pinned ? "columns.unpin" : "columns.pin", { title })}
        aria-pressed={pinned}
        disabled={hidden}
        onClick={() => onChange(togglePin(state, name))}
      >
        {pinned ? <PinOff size={13} aria-hidden /> : <Pin size={13} aria-hidden />}
      </ActionIcon>
    </li>
  );
}
