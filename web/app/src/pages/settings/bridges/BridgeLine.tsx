import { LockOpen, MapPin, Pencil, Unplug } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KnownBridge } from "../../../api/bridges";
import type { Project } from "../../../api/types";
import { formatAgo } from "../../../ui/formatAgo";
import { Pill } from "../../../ui/Pill";
import { LineMenu } from "../parts/LineMenu";
import list from "../parts/list.module.css";
import { MoveBridgeDialog } from "./MoveBridgeDialog";
import { RemoveBridgeDialog } from "./RemoveBridgeDialog";
import { RenameBridgeDialog } from "./RenameBridgeDialog";
import { UnlockBridgeDialog } from "./UnlockBridgeDialog";

export function BridgeLine({ project, bridge }: { project: Project; bridge: KnownBridge }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<"rename" | "move" | "remove" | "unlock" | null>(null);
  const { name } = bridge;
  const locked = bridge.locked_at !== null;
  const owns = project.role === "owner";
  const close = () => setAsked(null);
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          {name}
          {locked && <Pill value="blocked" label={t("settings.bridges.locked")} />}
        </div>
        <div className={list.caption}>
          {locked
            ? t("settings.bridges.lockedText", { when: formatAgo(bridge.locked_at ?? 0) })
            : [bridge.engine, bridge.url || t("connect.sameOrigin")].filter(Boolean).join(" · ")}
        </div>
      </div>
      <div className={list.aside}>
        {bridge.seen_at === null
          ? t("settings.bridges.neverSeen")
          : t("settings.bridges.seen", { when: formatAgo(bridge.seen_at) })}
      </div>
      <div className={list.control}>{project.environments.find((one) => one.id === bridge.environment)?.name}</div>
      <LineMenu
        label={t("settings.bridges.menu", { name })}
        actions={[
          { label: t("settings.bridges.rename"), icon: Pencil, run: () => setAsked("rename") },
          ...(owns && bridge.url
            ? [{ label: t("settings.bridges.move"), icon: MapPin, run: () => setAsked("move") }]
            : []),
          ...(locked && owns
            ? [{ label: t("settings.bridges.unlock"), icon: LockOpen, run: () => setAsked("unlock") }]
            : []),
          { label: t("settings.bridges.remove"), icon: Unplug, danger: true, run: () => setAsked("remove") },
        ]}
      />
      {asked === "rename" && <RenameBridgeDialog project={project.id} bridge={bridge} onClose={close} />}
      {asked === "move" && <MoveBridgeDialog project={project.id} bridge={bridge} onClose={close} />}
      {asked === "unlock" && <UnlockBridgeDialog project={project.id} bridge={bridge} onClose={close} />}
      {asked === "remove" && <RemoveBridgeDialog project={project.id} bridge={bridge} onClose={close} />}
    </li>
  );
}
