import "../../i18n/files";
import { Popover } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import type { InlineProps, InputProps } from "../field";
import { TextInput } from "../text/TextInput";
import { FileEditor } from "./FileEditor";
import styles from "./file.module.css";
import { fileText } from "./path";

/** A file to send, to look at, to replace or to remove; below the cell where it is edited in a grid. */
export function FileInput(props: InputProps) {
  const rule = props.context.column.file;
  if (!rule) return <TextInput {...props} />;
  if (!props.inline) return <FileEditor {...props} rule={rule} />;
  return (
    <Below {...props} inline={props.inline}>
      <FileEditor {...props} rule={rule} />
    </Below>
  );
}

interface BelowProps extends InputProps {
  inline: InlineProps;
  children: ReactNode;
}

function Below({ inline, value, context, children }: BelowProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") inline.onCancel();
    // Tab and Enter belong to the buttons, not to the grid around them.
    event.stopPropagation();
  };
  return (
    <Popover
      opened
      onChange={(opened) => !opened && inline.onCancel()}
      position="bottom-start"
      width={320}
      trapFocus
      withinPortal
    >
      <Popover.Target>
        <span className={styles.below}>{fileText(value ?? null)}</span>
      </Popover.Target>
      <Popover.Dropdown aria-label={context.title} onKeyDown={onKeyDown}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
