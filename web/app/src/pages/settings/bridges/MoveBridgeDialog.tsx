import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { moveBridge } from "../../../api/bridges";
import { fieldErrors } from "../../fieldErrors";
import { FormDialog } from "../parts/FormDialog";
import type { BridgeDialogProps } from "./RenameBridgeDialog";
import { useBridgeChange } from "./useBridgeChange";

/** Where browsers find the bridge: what it says itself does not count. */
export function MoveBridgeDialog({ project, bridge, onClose }: BridgeDialogProps) {
  const { t } = useTranslation();
  const [url, setUrl] = useState(bridge.url);
  const said = t("settings.bridges.moved", { name: bridge.name });
  const move = useBridgeChange(project, () => moveBridge(project, bridge.id, url.trim()), said, onClose);
  const wrong = fieldErrors(move.error).url;
  return (
    <FormDialog
      title={t("settings.bridges.moveTitle", { name: bridge.name })}
      text={t("settings.bridges.moveText")}
      submit={t("action.save")}
      ready={url.trim() !== ""}
      busy={move.isPending}
      error={wrong ? null : move.error}
      onSubmit={() => move.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t("settings.bridges.address")}
        data-autofocus
        error={wrong}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
