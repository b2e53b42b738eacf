import { ApiError } from "@jetway/core";
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { policyQuery, type Role, type StoredPolicy } from "../../../api/policy";
import type { Project } from "../../../api/types";
import { humanise } from "../../../lib/humanise";
import { own } from "../../../lib/own";
import { RouteGuard } from "../../../record/RouteGuard";
import { useLeaveGuard } from "../../../record/useLeaveGuard";
import { FormFailure } from "../../FormFailure";
import { SettingsFrame } from "../parts/SettingsFrame";
import { RightsGrid } from "./RightsGrid";
import { RoleSwitches } from "./RoleSwitches";
import styles from "./roles.module.css";
import { useSaveRoles } from "./useSaveRoles";

export interface RoleEditorProps {
  project: Project;
  name: string;
  /** The newest roles when the editor was opened; what others save meanwhile does not touch the draft. */
  stored: StoredPolicy;
}

/** A draft of one role; nothing changes for anybody before it is saved. */
export function RoleEditor({ project, name, stored }: RoleEditorProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const guard = useLeaveGuard();
  const [base, setBase] = useState(stored);
  const [draft, setDraft] = useState<Role>(own(base.policy.roles, name) ?? {});
  const change = (next: Role) => {
    setDraft(next);
    guard.setDirty(next !== own(base.policy.roles, name));
  };
  const begin = (from: StoredPolicy) => {
    setBase(from);
    setDraft(own(from.policy.roles, name) ?? {});
    guard.release();
    save.reset();
  };
  const save = useSaveRoles(project.id, base, t("settings.roles.saved", { name: humanise(name) }), begin);
  const theirs = async () => begin(await queries.fetchQuery({ ...policyQuery(project.id), staleTime: 0 }));
  const changed = draft !== own(base.policy.roles, name);
  const overtaken = save.error instanceof ApiError && save.error.code === "conflict";
  return (
    <SettingsFrame
      page="roles"
      title={humanise(name)}
      toolbar={
        <>
          <Button size="xs" variant="default" disabled={!changed} onClick={() => begin(base)}>
            {t("record.discard")}
          </Button>
          <Button
            size="xs"
            disabled={!changed}
            loading={save.isPending}
            onClick={() => save.mutate({ ...base.policy.roles, [name]: draft })}
          >
            {t("action.save")}
          </Button>
        </>
      }
    >
      <RouteGuard guard={guard} />
      {overtaken ? <Overtaken onLoad={() => void theirs()} /> : <FormFailure error={save.error} />}
      <RoleSwitches role={draft} policy={base.policy} onChange={change} />
      <RightsGrid role={draft} onChange={change} />
    </SettingsFrame>
  );
}

/** Somebody else saved first: nothing of either is lost before it is decided. */
function Overtaken({ onLoad }: { onLoad: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className={styles.overtaken}>
      <p>{t("settings.roles.overtaken")}</p>
      <Button size="xs" variant="default" onClick={onLoad}>
        {t("settings.roles.loadTheirs")}
      </Button>
    </div>
  );
}
