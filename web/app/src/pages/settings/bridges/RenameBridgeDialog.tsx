import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type KnownBridge, renameBridge } from "../../../api/bridges";
import { FormDialog } from "../parts/FormDialog";
import { useBridgeChange } from "./useBridgeChange";

export interface BridgeDialogProps {
  project: string;
  bridge: KnownBridge;
  onClose: () => void;
}

export function RenameBridgeDialog({ project, bridge, onClose }: BridgeDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(bridge.name);
  const said = t("settings.bridges.renamed");
  const rename = useBridgeChange(project, () => renameBridge(project, bridge.id, name.trim()), said, onClose);
  return (
    <FormDialog
      title={t("settings.bridges.renameTitle", { name: bridge.name })}
      submit={t("action.save")}
      busy={rename.isPending}
      error={rename.error}
      onSubmit={() => rename.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t("settings.bridges.name")}
        description={t("settings.bridges.nameHint")}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
