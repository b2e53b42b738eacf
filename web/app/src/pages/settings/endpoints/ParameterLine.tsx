import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Setting } from "../../../api/policy";
import { KEY, type Taken, TYPES, textOf } from "../../../lib/endpointDraft";
import { useAttributes } from "../roles/useAttributes";
import styles from "./endpoints.module.css";
import { ValueInput } from "./ValueInput";

const KINDS = ["sent", "default", "value", "attribute"] as const;
type Kind = (typeof KINDS)[number];

export interface ParameterLineProps {
  project: string;
  taken: Taken;
  /** What is settled; left out where callers send it. */
  setting: Setting | undefined;
  /** Of a query's parameter. */
  onType?: (type: string) => void;
  onSetting: (setting: Setting | undefined) => void;
}

/** "Status is always paid": one parameter, and where its value comes from. */
export function ParameterLine({ project, taken, setting, onType, onSetting }: ParameterLineProps) {
  const { t } = useTranslation();
  const { name, type } = taken;
  const kind: Kind = setting ? (KINDS.find((one) => one in setting) ?? "sent") : "sent";
  const attribute = setting && "attribute" in setting ? setting.attribute : null;
  const attributes = useAttributes(project, attribute ? [attribute] : []);
  const choose = (next: Kind) => {
    const blank = taken.options[0] ?? (type === "boolean" ? "true" : "");
    if (next === "sent") onSetting(undefined);
    else if (next === "attribute") onSetting({ attribute: "id" });
    else onSetting(next === "value" ? { value: blank } : { default: blank });
  };
  const value =
    setting && "value" in setting ? setting.value : setting && "default" in setting ? setting.default : null;
  return (
    <li>
      <span className={styles.parameter}>
        <code>{name}</code>
        <span className={styles.hint}>
          {[
            name === KEY ? t("endpoints.rowKey") : taken.title !== name && taken.title,
            !taken.required && t("endpoints.optional"),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      {onType ? (
        <NativeSelect
          size="xs"
          aria-label={t("endpoints.typeOf", { name })}
          value={type}
          onChange={(event) => onType(event.currentTarget.value)}
          data={TYPES}
        />
      ) : (
        <span className={styles.type}>{type}</span>
      )}
      <NativeSelect
        size="xs"
        aria-label={t("endpoints.settingOf", { name })}
        value={kind}
        onChange={(event) => choose(event.currentTarget.value as Kind)}
        data={KINDS.map((one) => ({ value: one, label: t(`endpoints.setting.${one}`) }))}
      />
      <span className={styles.value}>
        {attribute !== null && (
          <NativeSelect
            size="xs"
            aria-label={t("endpoints.attributeOf", { name })}
            value={attribute}
            onChange={(event) => onSetting({ attribute: event.currentTarget.value })}
            data={attributes.map((one) => ({
              value: one,
              label: t(`settings.roles.attributes.${one}`, { defaultValue: one }),
            }))}
          />
        )}
        {(kind === "value" || kind === "default") && (
          <ValueInput
            label={t("endpoints.valueOf", { name })}
            taken={taken}
            text={textOf(value)}
            onChange={(text) => onSetting(kind === "value" ? { value: text } : { default: text })}
          />
        )}
      </span>
    </li>
  );
}
