import { ActionIcon, Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeMember, type Member, peopleKey } from "../../../api/members";
import { type AttributeLine, KINDS, type Kind, readAttributes, writeAttributes } from "../../../lib/attributes";
import { FormDialog } from "../parts/FormDialog";
import { useChange } from "../parts/useChange";
import styles from "./attributes.module.css";

export interface AttributesDialogProps {
  project: string;
  member: Member;
  onClose: () => void;
}

/** What row rules and presets of roles compare with of this person. */
export function AttributesDialog({ project, member, onClose }: AttributesDialogProps) {
  const { t } = useTranslation();
  const name = member.name || member.email;
  const [lines, setLines] = useState(() => readAttributes(member.attributes));
  const attributes = writeAttributes(lines);
  const done = t("settings.people.changed", { name });
  const save = useChange(
    peopleKey(project),
    (next: Member["attributes"]) => changeMember(project, member.id, { attributes: next }),
    { done },
    onClose,
  );
  const set = (at: number, part: Partial<AttributeLine>) =>
    setLines(lines.map((line, one) => (one === at ? { ...line, ...part } : line)));
  return (
    <FormDialog
      title={t("settings.attributes.title", { name })}
      text={t("settings.attributes.text")}
      submit={t("action.save")}
      ready={attributes !== null}
      busy={save.isPending}
      error={save.error}
      onSubmit={() => attributes && save.mutate(attributes)}
      onClose={onClose}
    >
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <div key={at} className={styles.line}>
          <TextInput
            aria-label={t("settings.attributes.name", { number: at + 1 })}
            placeholder="region"
            value={line.name}
            onChange={(event) => set(at, { name: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label={t("settings.attributes.kind", { number: at + 1 })}
            value={line.kind}
            onChange={(event) => set(at, withKind(line, event.currentTarget.value as Kind))}
            data={KINDS.map((kind) => ({ value: kind, label: t(`settings.attributes.kinds.${kind}`) }))}
          />
          <ActionIcon
            aria-label={t("settings.attributes.remove", { number: at + 1 })}
            onClick={() => setLines(lines.toSpliced(at, 1))}
          >
            <X size={14} aria-hidden />
          </ActionIcon>
          <div className={styles.value}>
            <ValueInput
              label={t("settings.attributes.value", { number: at + 1 })}
              line={line}
              onChange={(text) => set(at, { text })}
            />
          </div>
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => setLines([...lines, { name: "", kind: "text", text: "" }])}
      >
        {t("settings.attributes.add")}
      </Button>
    </FormDialog>
  );
}

const withKind = (line: AttributeLine, kind: Kind): AttributeLine => ({
  ...line,
  kind,
  text: kind === "boolean" ? "true" : line.kind === "boolean" ? "" : line.text,
});

interface ValueInputProps {
  label: string;
  line: AttributeLine;
  onChange: (text: string) => void;
}

function ValueInput({ label, line, onChange }: ValueInputProps) {
  const { t } = useTranslation();
  if (line.kind === "boolean") {
    return (
      <NativeSelect
        aria-label={label}
        value={line.text}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={["true", "false"].map((value) => ({ value, label: t(`settings.attributes.${value}`) }))}
      />
    );
  }
  const shared = { "aria-label": label, value: line.text };
  if (line.kind === "list") {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        placeholder={t("settings.attributes.lines")}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      inputMode={line.kind === "number" ? "decimal" : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
