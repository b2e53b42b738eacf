import { Input, Textarea, Tooltip } from "@mantine/core";
import type { ChangeEvent, HTMLAttributes, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Value } from "../../api/types";
import type { InputProps, Parsed } from "../field";
import styles from "./input.module.css";
import { useDraft } from "./useDraft";
import { useInline } from "./useInline";

interface DraftInputProps extends InputProps {
  show: (value: Value) => string;
  parse: (text: string) => Parsed;
  inputMode?: HTMLAttributes<HTMLElement>["inputMode"];
  align?: "start" | "end";
  mono?: boolean;
  multiline?: boolean;
  left?: ReactNode;
  right?: ReactNode;
  rightWidth?: number;
}

/** The input of every field that is edited as text; what is typed becomes a value by `parse`. */
export function DraftInput(props: DraftInputProps) {
  const { context, inline, id, align = "start", mono = false, multiline = false } = props;
  const { t } = useTranslation();
  const draft = useDraft({ ...props, typed: inline?.typed });
  const keys = useInline(inline, draft.read, { multiline });
  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => draft.setText(event.target.value);

  const shared = {
    id,
    value: draft.text,
    onChange,
    disabled: props.disabled,
    inputMode: props.inputMode,
    spellCheck: !mono && multiline,
    autoComplete: "off",
  };

  if (inline) {
    const cell = {
      ...shared,
      ...keys,
      "aria-label": context.title,
      "aria-invalid": draft.problem !== null,
      className: styles.inline,
      "data-align": align,
      "data-mono": mono || undefined,
      onFocus: ({ currentTarget: input }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
        if (inline.typed === null) input.select();
        // A text area begins at its start, before the letter that started the edit.
        else input.setSelectionRange(input.value.length, input.value.length);
      },
    };
    return (
      <Tooltip
        label={draft.problem ? t(draft.problem) : ""}
        opened={draft.problem !== null}
        classNames={{ tooltip: styles.problem }}
        position="bottom-start"
      >
        {/* The person has just asked to edit this cell: the focus belongs here. */}
        {/* biome-ignore lint/a11y/noAutofocus: see above */}
        {multiline ? <textarea {...cell} rows={4} autoFocus /> : <input {...cell} autoFocus />}
      </Tooltip>
    );
  }

  const form = {
    ...shared,
    onBlur: props.onBlur,
    error: Boolean(props.error),
    placeholder: props.placeholder,
    required: props.required,

    // Mantine's inputs know only the hints of their own wrapper; what is given here comes last.
    attributes: { input: { "aria-describedby": props.describedBy } },
    classNames: { input: styles.control },
    "data-mono": mono || undefined,
    "data-align": align,
  };
  return multiline ? (
    <Textarea {...form} autosize minRows={3} maxRows={16} />
  ) : (
    <Input
      {...form}
      leftSection={props.left}
      leftSectionPointerEvents="none"
      rightSection={props.right}
      rightSectionPointerEvents="all"
      rightSectionWidth={props.rightWidth}
    />
  );
}
