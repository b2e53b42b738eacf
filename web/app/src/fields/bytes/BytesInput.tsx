import { Button, FileButton, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Value } from "../../api/types";
import type { InputProps } from "../field";
import { DraftInput } from "../parts/DraftInput";
import { plainText } from "../plainText";
import { byteCount, bytesText, imageAddress, parseBase64, parseHex, toHex } from "./bytes";
import styles from "./bytes.module.css";

/** More than this is a file: shown by its size and replaced as a whole. */
const EDITABLE = 4096;

const asHex = (value: Value) => (typeof value === "string" ? toHex(value) : bytesText(value));

export function BytesInput(props: InputProps) {
  const { context, value, onChange, inline, disabled } = props;
  const { t } = useTranslation();
  const [writing, setWriting] = useState<"hex" | "base64">("hex");
  if (inline) return <DraftInput {...props} show={asHex} parse={parseHex} mono />;

  const count = byteCount(value);
  const image = imageAddress(value);
  const editable = !image && (count ?? 0) <= EDITABLE && typeof value !== "object";
  const read = async (file: File | null) => {
    if (file) onChange(await base64Of(file));
  };

  return (
    <div className={styles.editor}>
      {image && <img className={styles.preview} src={image} alt={t("fields.bytes.preview", { name: context.title })} />}
      {editable && (
        <DraftInput
          key={writing}
          {...props}
          show={writing === "hex" ? asHex : plainText}
          parse={writing === "hex" ? parseHex : parseBase64}
          mono
          multiline
        />
      )}
      <div className={styles.tools}>
        {editable && (
          <SegmentedControl
            size="xs"
            aria-label={context.title}
            value={writing}
            onChange={(next) => setWriting(next === "hex" ? "hex" : "base64")}
            data={[
              { value: "hex", label: t("fields.bytes.hex") },
              { value: "base64", label: t("fields.bytes.base64") },
            ]}
          />
        )}
        {count !== null && <span>{bytesText(value)}</span>}
        {!disabled && (
          <FileButton onChange={(file) => void read(file)}>
            {(button) => (
              <Button {...button} id={editable ? undefined : props.id} variant="default" size="compact-sm">
                {t("fields.bytes.replace")}
              </Button>
            )}
          </FileButton>
        )}
      </div>
    </div>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const CHUNK = 0x8000;
  let letters = "";
  for (let at = 0; at < bytes.length; at += CHUNK) letters += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(letters);
}
