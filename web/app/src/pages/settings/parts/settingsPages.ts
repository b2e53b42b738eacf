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
} from "lucide-react";

export interface SettingsEntry {
  id: string;
  icon: LucideIcon;
  /** Whether only owners and admins have it. */
  managers: boolean;
}

export const SETTINGS_PAGES: SettingsEntry[] = [
  { id: "people", icon: Users, managers: true },
  { id: "roles", icon: ShieldCheck, managers: true },
  { id: "tokens", icon: KeyRound, managers: false },
  { id: "bridges", icon: Database, managers: true },
  { id: "sources", icon: Cable, managers: true },
  { id: "project", icon: Boxes, managers: true },
  { id: "security", icon: LockKeyhole, managers: true },
  { id: "activity", icon: History, managers: true },
  { id: "account", icon: UserRound, managers: false },
];
