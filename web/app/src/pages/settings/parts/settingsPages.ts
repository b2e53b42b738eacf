import {
  Boxes,
  Cable,
  Database,
  History,
  KeyRound,
  LockKeyhole,
  type LucideIcon,
  ShieldCheck,
  UserRound,
  Users,
  Webhook,
} from "lucide-react";

export interface SettingsEntry {
  id: string;
  icon: LucideIcon;
  /** Whose it is: everybody's, that of owners and admins, or also of those who may change sources. */
  of: "everybody" | "managers" | "sources";
}

export const SETTINGS_PAGES: SettingsEntry[] = [
  { id: "people", icon: Users, of: "managers" },
  { id: "roles", icon: ShieldCheck, of: "managers" },
  { id: "tokens", icon: KeyRound, of: "everybody" },
  { id: "bridges", icon: Database, of: "managers" },
  { id: "sources", icon: Cable, of: "sources" },
  { id: "endpoints", icon: Webhook, of: "managers" },
  { id: "project", icon: Boxes, of: "managers" },
  { id: "security", icon: LockKeyhole, of: "managers" },
  { id: "activity", icon: History, of: "managers" },
  { id: "account", icon: UserRound, of: "everybody" },
];
