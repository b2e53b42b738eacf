import { NativeSelect, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Changing, Collection } from "../../../../api/descriptions";
import { Part } from "../../parts/Part";
import styles from "./builder.module.css";
import { WAYS, type Way, withWay } from "./description";
import { OneTrial } from "./OneTrial";
import type { Builder } from "./useBuilder";

const METHODS = ["POST", "PUT", "PATCH", "DELETE"];

export interface WaysEditorProps {
  builder: Builder;
  name: string;
  table: Collection;
  onChange: (change: (before: Collection) => Collection) => void;
}

/** What can be done with one row. What is off, the table does not have. */
export function WaysEditor({ builder, name, table, onChange }: WaysEditorProps) {
  const { t } = useTranslation();
  return (
    <Part title={t("builder.oneRow")} text={t("builder.oneRowText", { key: `{${table.key || "id"}}` })}>
      <ul className={styles.ways}>
        {WAYS.map((way) => (
          <li key={way} className={styles.way}>
            <Switch
              label={t(`builder.ways.${way}`)}
              checked={table[way] !== undefined}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                onChange((before) => withWay(before, way, on));
              }}
            />
            {table[way] && (
              <WayFields
                way={way}
                value={table[way]}
                onChange={(part) => onChange((before) => ({ ...before, [way]: { ...before[way], ...part } }))}
              />
            )}
            {way === "get" && table.get && <OneTrial builder={builder} name={name} table={table} />}
          </li>
        ))}
      </ul>
    </Part>
  );
}

interface WayFieldsProps {
  way: Way;
  value: Partial<Changing>;
  onChange: (part: Partial<Changing>) => void;
}

function WayFields({ way, value, onChange }: WayFieldsProps) {
  const { t } = useTranslation();
  const name = t(`builder.ways.${way}`);
  const text = (part: "path" | "wrap" | "record") => ({
    size: "xs",
    classNames: { input: styles.mono },
    spellCheck: false,
    value: value[part] ?? "",
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [part]: event.currentTarget.value }),
  });
  const method = value.method ?? (way === "get" ? "GET" : "POST");
  return (
    <>
      <div className={styles.request}>
        {way === "get" ? (
          <span className={styles.method}>{method}</span>
        ) : (
          <NativeSelect
            size="xs"
            aria-label={t("builder.methodOf", { name })}
            value={method}
            data={METHODS}
            onChange={(event) => onChange({ method: event.currentTarget.value })}
          />
        )}
        <TextInput {...text("path")} aria-label={t("builder.pathOf", { name })} />
      </div>
      <div className={styles.pair2}>
        {(way === "create" || way === "update") && (
          <>
            <NativeSelect
              size="xs"
              label={t("builder.body")}
              value={value.body ?? "json"}
              data={["json", "form"].map((one) => ({ value: one, label: t(`builder.bodies.${one}`) }))}
              onChange={(event) => onChange({ body: event.currentTarget.value })}
            />
            <TextInput {...text("wrap")} label={t("builder.wrap")} placeholder={t("builder.wrapUsual")} />
          </>
        )}
        {way !== "delete" && (
          <TextInput {...text("record")} label={t("builder.record")} placeholder={t("builder.recordUsual")} />
        )}
      </div>
    </>
  );
}
