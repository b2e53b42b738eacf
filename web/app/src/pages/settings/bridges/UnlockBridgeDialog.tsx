import { useTranslation } from "react-i18next";
import { unlockBridge } from "../../../api/bridges";
import { FormDialog } from "../parts/FormDialog";
import type { BridgeDialogProps } from "./RenameBridgeDialog";
import { useBridgeChange } from "./useBridgeChange";

export function UnlockBridgeDialog({ project, bridge, onClose }: BridgeDialogProps) {
  const { t } = useTranslation();
  const { name } = bridge;
  const said = t("settings.bridges.unlocked", { name });
  const unlock = useBridgeChange(project, () => unlockBridge(project, bridge.id), said, onClose);
  return (
    <FormDialog
      title={t("settings.bridges.unlockTitle", { name })}
      text={t("settings.bridges.unlockText")}
      submit={t("settings.bridges.unlockSubmit")}
      danger
      busy={unlock.isPending}
      error={unlock.error}
      onSubmit={() => unlock.mutate()}
      onClose={onClose}
    />
  );
}
