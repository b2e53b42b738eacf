import { Pencil, Unplug } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KnownBridge } from "../../../api/bridges";
import type { Project } from "../../../api/types";
import { formatAgo } from "../../../ui/formatAgo";
import { LineMenu } from "../parts/LineMenu";
import list from "../parts/list.module.css";
import { RemoveBridgeDialog } from "./RemoveBridgeDialog";
import { RenameBridgeDialog } from "./RenameBridgeDialog";

export function BridgeLine({ project, bridge }: { project: Project; bridge: KnownBridge }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<"rename" | "remove" | null>(null);
  const { name } = bridge;
  const close = () => setAsked(null);
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>{name}</div>
        <div className={list.caption}>
          {[bridge.engine, bridge.url || t("connect.sameOrigin")].filter(Boolean).join(" · ")}
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
          { label: t("settings.bridges.remove"), icon: Unplug, danger: true, run: () => setAsked("remove") },
        ]}
      />
      {asked === "rename" && <RenameBridgeDialog project={project.id} bridge={bridge} onClose={close} />}
      {asked === "remove" && <RemoveBridgeDialog project={project.id} bridge={bridge} onClose={close} />}
    </li>
  );
}
