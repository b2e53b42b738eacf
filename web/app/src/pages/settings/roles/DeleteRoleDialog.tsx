import { useTranslation } from "react-i18next";
import type { StoredPolicy } from "../../../api/policy";
import { humanise } from "../../../lib/humanise";
import { FormDialog } from "../parts/FormDialog";
import { useSaveRoles } from "./useSaveRoles";

export interface DeleteRoleDialogProps {
  project: string;
  name: string;
  stored: StoredPolicy;
  onClose: () => void;
}

export function DeleteRoleDialog({ project, name, stored, onClose }: DeleteRoleDialogProps) {
  const { t } = useTranslation();
  const title = humanise(name);
  const save = useSaveRoles(project, stored, t("settings.roles.deleted", { name: title }), onClose);
  const { [name]: _, ...others } = stored.policy.roles;
  return (
    <FormDialog
      title={t("settings.roles.deleteTitle", { name: title })}
      text={t("settings.roles.deleteText")}
      submit={t("settings.roles.delete")}
      danger
      busy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(others)}
      onClose={onClose}
    />
  );
}
