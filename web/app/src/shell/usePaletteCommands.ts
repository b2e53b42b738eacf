import { useNavigate } from "@tanstack/react-router";
import { Database, Keyboard, ListTree, LogOut, type LucideIcon, MoonStar, Plus, Settings2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { menuSections } from "../lib/menuSections";
import { tableIcon } from "../lib/tableIcon";
import { mayArrange } from "./places";
import { useCatalogue } from "./useCatalogue";
import { useLeave } from "./useLeave";
import { useScheme } from "./useScheme";
import { useWorkspace } from "./useWorkspace";

export interface Command {
  id: string;
  group: "tables" | "create" | "actions";
  label: string;
  /** What the typed text is held against, where that is not the label. */
  match?: string;
  /** Where it stands in the menu, or which source it is of. */
  note?: string;
  icon: LucideIcon;
  keys?: string;
  run: () => void;
}

/** Everything the palette can do without asking the server. */
export function usePaletteCommands(onHelp: () => void): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { place } = useWorkspace();
  const { tables, settings, sources } = useCatalogue(place);
  const scheme = useScheme();
  const leave = useLeave();
  const commands: Command[] = [];
  if (place && tables && settings) {
    const bridge = place.bridge.id;
    for (const section of menuSections(tables, settings, sources)) {
      for (const { model, title, source } of section.entries) {
        const from = sources.find((one) => one.name === source)?.title;
        commands.push({
          id: `table:${model}`,
          group: "tables",
          label: title,
          note: from ?? (section.title || undefined),
          icon: tableIcon(model),
          run: () => void navigate({ to: "/$bridge/$table", params: { bridge, table: model }, search: {} }),
        });
        if (!tables.get(model)?.verbs.includes("create")) continue;
        commands.push({
          id: `create:${model}`,
          group: "create",
          label: t("palette.createIn", { table: title }),
          match: title,
          note: from,
          icon: Plus,
          run: () => void navigate({ to: "/$bridge/$table/+new", params: { bridge, table: model } }),
        });
      }
    }
  }
  commands.push(
    { id: "scheme", group: "actions", label: t("scheme.toggle"), icon: MoonStar, run: scheme.toggle },
    ...(place && mayArrange(place.project.role)
      ? [
          {
            id: "menu",
            group: "actions" as const,
            label: t("menu.title"),
            icon: ListTree,
            run: () => void navigate({ to: "/menu" }),
          },
        ]
      : []),
    {
      id: "connect",
      group: "actions",
      label: t("nav.connect"),
      icon: Database,
      run: () => void navigate({ to: "/connect" }),
    },
    {
      id: "settings",
      group: "actions",
      label: t("nav.settings"),
      icon: Settings2,
      run: () => void navigate({ to: "/settings/{-$page}/{-$item}" }),
    },
    { id: "help", group: "actions", label: t("palette.shortcuts"), icon: Keyboard, keys: "?", run: onHelp },
    { id: "leave", group: "actions", label: t("action.signOut"), icon: LogOut, run: () => void leave() },
  );
  return commands;
}
