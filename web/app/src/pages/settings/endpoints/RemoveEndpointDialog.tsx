import { useTranslation } from "react-i18next";
import { policyKey, type StoredPolicy, savePolicy } from "../../../api/policy";
import { withoutEndpoint } from "../../../lib/endpointDraft";
import { FormDialog } from "../parts/FormDialog";
import { useChange } from "../parts/useChange";

export interface RemoveEndpointDialogProps {
  project: string;
  id: string;
  title: string;
  stored: StoredPolicy;
  onClose: () => void;
}

export function RemoveEndpointDialog({ project, id, title, stored, onClose }: RemoveEndpointDialogProps) {
  const { t } = useTranslation();
  const remove = useChange(
    policyKey(project),
    () => savePolicy(project, withoutEndpoint(stored.policy, id), stored.etag),
    { done: t("endpoints.removed", { title }) },
    onClose,
  );
  return (
    <FormDialog
      title={t("endpoints.removeTitle", { title })}
      text={t("endpoints.removeText")}
      submit={t("endpoints.remove")}
      danger
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate(undefined)}
      onClose={onClose}
    />
  );
}
