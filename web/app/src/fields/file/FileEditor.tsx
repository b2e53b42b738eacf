import { Button } from "@mantine/core";
import { FileUp, RotateCcw, Trash2, X } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FileRule } from "../../api/types";
import type { InputProps } from "../field";
import { DropZone } from "./DropZone";
import { EditedFile } from "./EditedFile";
import styles from "./file.module.css";
import { ruleText } from "./rules";
import { useUpload } from "./useUpload";

/** One file of a row: dropped, pasted or chosen, with what is there now above the buttons. */
export function FileEditor(props: InputProps & { rule: FileRule }) {
  const { context, rule, value, inline, disabled, id } = props;
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const change = (path: string | null) => {
    props.onChange(path);
    inline?.onCommit(path);
  };
  const { work, take, cancel } = useUpload(context, rule, { onSent: change, onProblem: props.onProblem });
  const sending = work.state === "sending";
  const filled = value !== null && value !== undefined && value !== "";
  const action = t(sending ? "action.cancel" : filled ? "files.replace" : "files.choose");
  const remove = () => {
    first.current?.focus();
    change(null);
  };

  return (
    <DropZone onFiles={take} disabled={disabled} label={context.title}>
      <EditedFile {...props} work={work} filled={filled} />
      <div className={styles.tools}>
        {/* One button for all states: whoever pressed it keeps the focus. */}
        <Button
          ref={first}
          id={id}
          variant="default"
          size="compact-sm"
          disabled={disabled}
          data-autofocus={inline ? true : undefined}
          leftSection={sending ? <X size={14} aria-hidden /> : <FileUp size={14} aria-hidden />}
          aria-label={`${context.title}: ${action}`}
          aria-describedby={[props.describedBy, `${id}-takes`].filter(Boolean).join(" ")}
          onClick={() => (sending ? cancel() : picker.current?.click())}
        >
          {action}
        </Button>
        {filled && !sending && !props.required && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            disabled={disabled}
            leftSection={<Trash2 size={14} aria-hidden />}
            aria-label={`${context.title}: ${t("action.remove")}`}
            onClick={remove}
          >
            {t("action.remove")}
          </Button>
        )}
        <span id={`${id}-takes`} className={styles.takes}>
          {ruleText(rule, t)}
        </span>
      </div>
      <input
        ref={picker}
        type="file"
        hidden
        accept={rule.accept.join(",") || undefined}
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
      {work.state === "refused" && (
        <p className={styles.refused} role="alert">
          {work.text}
          {work.again && (
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<RotateCcw size={12} aria-hidden />}
              onClick={() => work.again && take([work.again])}
            >
              {t("action.retry")}
            </Button>
          )}
        </p>
      )}
    </DropZone>
  );
}
