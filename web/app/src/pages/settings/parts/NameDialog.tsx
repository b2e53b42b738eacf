import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { fieldErrors } from "../../fieldErrors";
import { FormDialog } from "./FormDialog";

export interface NameDialogProps {
  title: string;
  text?: ReactNode;
  submit: string;
  label: string;
  hint?: string;
  /** What stands there first. */
  first?: string;
  busy: boolean;
  error: unknown;
  onSubmit: (name: string) => void;
  onClose: () => void;
}

/** Asks what something is to be called. */
export function NameDialog({ label, hint, first = "", onSubmit, error, ...form }: NameDialogProps) {
  const [name, setName] = useState(first);
  const wrong = fieldErrors(error).name;
  return (
    <FormDialog
      {...form}
      error={wrong ? null : error}
      ready={name.trim() !== ""}
      onSubmit={() => onSubmit(name.trim())}
    >
      <TextInput
        label={label}
        description={hint}
        data-autofocus
        maxLength={100}
        error={wrong}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
