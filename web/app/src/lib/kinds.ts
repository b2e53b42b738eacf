import { AppWindow, Braces, Database, type LucideIcon } from "lucide-react";

const DATABASES = /^(sqlite|postgresql|m(ysql|ariadb))$/;
const APIS = /^(rest|graphql)$/;

/** Whether a source of the kind is a database, which does nothing by name; every other one may. */
export function isDatabase(kind: string): boolean {
  return DATABASES.test(kind);
}

/** A database, an API of whatever app, or one app. */
export function kindIcon(kind: string): LucideIcon {
  if (isDatabase(kind)) return Database;
  return APIS.test(kind) ? Braces : AppWindow;
}
