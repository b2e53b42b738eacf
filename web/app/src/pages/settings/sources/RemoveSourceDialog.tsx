import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { removeSource } from "../../../api/sourceChanges";
import type { Source } from "../../../api/sources";
import type { Place } from "../../../shell/places";
import { toastDone } from "../../../ui/undoToast";
import { FormDialog } from "../parts/FormDialog";
import { useSourcesChanged } from "./useSourcesChanged";

export interface RemoveSourceDialogProps {
  place: Place;
  source: Source;
  onClose: () => void;
}

export function RemoveSourceDialog({ place, source, onClose }: RemoveSourceDialogProps) {
  const { t } = useTranslation();
  const changed = useSourcesChanged(place);
  const { name, title } = source;
  const remove = useMutation({
    mutationFn: () => removeSource(place.project.id, place.bridge, name),
    onSuccess: async (told) => {
      await changed(name);
      toastDone(t("sources.removed", { title }), told?.notes);
      onClose();
    },
  });
  return (
    <FormDialog
      title={t("sources.removeTitle", { title })}
      text={
        <>
          <p>{t("sources.removeText")}</p>
          <ul>
            <li>{t("sources.removeStays.rows")}</li>
            <li>{t("sources.removeStays.rights")}</li>
            <li>{t("sources.removeStays.options")}</li>
          </ul>
        </>
      }
      submit={t("sources.removeSubmit")}
      danger
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
