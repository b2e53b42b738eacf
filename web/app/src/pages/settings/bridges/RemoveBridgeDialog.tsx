import { useTranslation } from "react-i18next";
import { removeBridge } from "../../../api/bridges";
import { FormDialog } from "../parts/FormDialog";
import type { BridgeDialogProps } from "./RenameBridgeDialog";
import { useBridgeChange } from "./useBridgeChange";

export function RemoveBridgeDialog({ project, bridge, onClose }: BridgeDialogProps) {
  const { t } = useTranslation();
  const { name } = bridge;
  const said = t("settings.bridges.removed", { name });
  const remove = useBridgeChange(project, () => removeBridge(project, bridge.id), said, onClose);
  return (
    <FormDialog
      title={t("settings.bridges.removeTitle", { name })}
      text={t("settings.bridges.removeText")}
      submit={t("settings.bridges.removeSubmit")}
      danger
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
