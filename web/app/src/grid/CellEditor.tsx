import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Row, Value } from "../api/types";
import styles from "./CellEditor.module.css";
import type { AfterEdit, RowAction } from "./GridRow";
import { cellValue, type GridColumn } from "./gridColumns";
import type { EditStart } from "./useCursor";

interface CellEditorProps {
  column: GridColumn;
  row: Row;
  start: EditStart;
  act: (action: RowAction) => void;
}

const AFTER: Record<string, AfterEdit> = { Enter: "down", Tab: "right" };

/** The field's own input in the cell. The last key says where the cursor goes once the input commits. */
export function CellEditor({ column, row, start, act }: CellEditorProps) {
  const { Input } = column.field;
  const id = useId();
  const [draft, setDraft] = useState<Value>(() => cellValue(column, row));
  const lastKey = useRef("");
  const over = useRef(false);
  if (Input === undefined) return null;

  const commit = (value: Value, then: AfterEdit) => {
    if (over.current) return;
    over.current = true;
    act({ do: "commit", value, then });
  };
  const cancel = () => {
    if (over.current) return;
    over.current = true;
    act({ do: "cancel" });
  };
  const onKeyDownCapture = (event: KeyboardEvent) => {
    lastKey.current = event.key;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !column.column.nullable) return;
    event.preventDefault();
    event.stopPropagation();
    commit(null, "down");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Tab" && !event.defaultPrevented) {
      event.preventDefault();
      commit(draft, "right");
    } else if (event.key === "Escape") cancel();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what the input leaves
    <div
      className={styles.editor}
      onKeyDownCapture={onKeyDownCapture}
      onKeyDown={onKeyDown}
      onPointerDownCapture={() => {
        lastKey.current = "";
      }}
    >
      <Input
        id={id}
        context={column.context}
        value={draft}
        row={row}
        onChange={setDraft}
        inline={{
          typed: start.typed,
          onCommit: (value) => commit(value === undefined ? draft : value, AFTER[lastKey.current] ?? "stay"),
          onCancel: cancel,
        }}
      />
    </div>
  );
}
