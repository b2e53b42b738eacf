import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Mask, Rights } from "../../../api/policy";
import { columnTitle, type TableRef } from "../../../api/tables";
import { own } from "../../../lib/own";
import { mayWrite, shownAs, withMask, withShown, withWrite } from "../../../lib/roleRights";
import styles from "./ColumnRights.module.css";

export interface ColumnRightsProps {
  source: TableRef;
  rights: Rights;
  onChange: (rights: Rights) => void;
}

const KEPT = 4;

/** For each column how it is shown, and whether values of it are taken. */
export function ColumnRights({ source, rights, onChange }: ColumnRightsProps) {
  const { t } = useTranslation();
  const { table, settings } = source;
  const all = table.fields.map((field) => field.name);
  const show = (column: string, chosen: string) => {
    if (chosen === "shown" || chosen === "hidden") return onChange(withShown(rights, all, column, chosen));
    const mask: Mask = chosen === "partial" ? { kind: "partial", keep: KEPT } : { kind: "full" };
    onChange(withMask(withShown(rights, all, column, "masked"), column, mask));
  };
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("settings.roles.column")}</th>
          <th scope="col">{t("settings.roles.shown")}</th>
          <th scope="col">{t("settings.roles.right.create")}</th>
          <th scope="col">{t("settings.roles.right.update")}</th>
        </tr>
      </thead>
      <tbody>
        {table.fields.map((field) => {
          const title = columnTitle(table, field.name, settings);
          const shown = shownAs(rights, field.name);
          const isKey = table.key.includes(field.name);
          const mask = own(rights.mask, field.name);
          const choice = shown === "masked" ? (mask?.kind ?? "full") : shown;
          return (
            <tr key={field.name}>
              <th scope="row">
                {title}
                {field.changed && (
                  <p className={styles.changed}>
                    {t("settings.roles.changed", { type: field.native })}
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t("settings.roles.grantChangedOf", { title })}
                      onClick={() => onChange({ ...rights, types: { ...rights.types, [field.name]: field.native } })}
                    >
                      {t("settings.roles.grantChanged")}
                    </Button>
                  </p>
                )}
              </th>
              <td>
                <NativeSelect
                  size="xs"
                  aria-label={t("settings.roles.shownOf", { title })}
                  title={isKey ? t("settings.roles.keyShown") : undefined}
                  value={choice}
                  onChange={(event) => show(field.name, event.currentTarget.value)}
                  data={["shown", "partial", "full", "hidden"].map((value) => ({
                    value,
                    label: t(`settings.roles.shownAs.${value}`, { count: mask?.kind === "partial" ? mask.keep : KEPT }),
                  }))}
                />
              </td>
              {(["create", "update"] as const).map((right) => (
                <td key={right}>
                  <Checkbox
                    aria-label={t("settings.roles.mark", { right: t(`settings.roles.right.${right}`), title })}
                    checked={field.writable && mayWrite(rights, right, field.name)}
                    disabled={!field.writable || shown !== "shown"}
                    onChange={(event) =>
                      onChange(withWrite(rights, all, right, field.name, event.currentTarget.checked))
                    }
                  />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
