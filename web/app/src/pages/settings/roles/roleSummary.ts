import type { TFunction } from "i18next";
import type { Role } from "../../../api/policy";

/** What a role sees, in a few words. */
export function roleSummary(role: Role, t: TFunction): string {
  const count = Object.keys(role.tables ?? {}).length;
  const tables = role.every_table ? t("settings.roles.everyTable") : t("settings.roles.tableCount", { count });
  return role.sql ? `${tables}, ${t("settings.roles.withSql")}` : tables;
}
