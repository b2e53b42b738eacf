import { TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StoredPolicy } from "../../../api/policy";
import { humanise } from "../../../lib/humanise";
import { roleName } from "../../../lib/roleRights";
import { FormDialog } from "../parts/FormDialog";
import { useSaveRoles } from "./useSaveRoles";

export interface NewRoleDialogProps {
  project: string;
  stored: StoredPolicy;
  /** The role whose rights it begins with; "" for none. */
  from: string;
  onClose: () => void;
}

/** A role of one's own: without any right, or with those of another one. */
export function NewRoleDialog({ project, stored, from, onClose }: NewRoleDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const name = roleName(text);
  const { roles } = stored.policy;
  const taken = Object.hasOwn(roles, name);
  const save = useSaveRoles(project, stored, t("settings.roles.made", { name: humanise(name) }), () => {
    void navigate({ to: "/settings/{-$page}/{-$item}", params: { page: "roles", item: name } });
  });
  return (
    <FormDialog
      title={from ? t("settings.roles.duplicateTitle", { name: humanise(from) }) : t("settings.roles.new")}
      text={t(from ? "settings.roles.duplicateText" : "settings.roles.newText")}
      submit={t("record.create")}
      ready={name !== "" && !taken}
      busy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate({ ...roles, [name]: roles[from] ?? { tables: {} } })}
      onClose={onClose}
    >
      <TextInput
        label={t("settings.roles.name")}
        description={name && t("settings.roles.nameHint", { name })}
        data-autofocus
        error={taken && t("settings.roles.taken")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
