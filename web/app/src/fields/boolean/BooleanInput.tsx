import { SegmentedControl, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { InputProps } from "../field";
import styles from "./boolean.module.css";
import { InlineBoolean } from "./InlineBoolean";

const UNKNOWN = "null";

/** A switch; three states where the column also takes null or the database has a default of its own. */
export function BooleanInput(props: InputProps) {
  const { context, value, onChange, inline, id } = props;
  const { t } = useTranslation();
  if (inline) return <InlineBoolean {...props} inline={inline} />;

  if (context.column.nullable) {
    return (
      <SegmentedControl
        id={id}
        aria-label={context.title}
        aria-describedby={props.describedBy}
        value={value === null || value === undefined ? UNKNOWN : String(value)}
        onChange={(next) => onChange(next === UNKNOWN ? null : next === "true")}
        onBlur={props.onBlur}
        disabled={props.disabled}
        data={[
          { value: "true", label: t("fields.boolean.yes") },
          { value: "false", label: t("fields.boolean.no") },
          { value: UNKNOWN, label: t("fields.boolean.unknown") },
        ]}
        size="xs"
      />
    );
  }
  return (
    <Switch
      id={id}
      classNames={{ body: styles.switch }}
      aria-describedby={props.describedBy}
      checked={value === true || value === 1}
      onChange={(event) => onChange(event.currentTarget.checked)}
      onBlur={props.onBlur}
      disabled={props.disabled}
      error={Boolean(props.error)}
    />
  );
}
