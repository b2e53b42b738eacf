import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { approveEnrolment, type Enrolment } from "../../api/enrolments";
import { sessionKey } from "../../api/session";
import { mayArrange } from "../../shell/places";
import { useWorkspace } from "../../shell/useWorkspace";
import { toastDone } from "../../ui/undoToast";
import { FormFailure } from "../FormFailure";
import { useProof } from "../settings/parts/useProof";
import styles from "./ConnectPage.module.css";

export interface ApproveBridgeProps {
  code: string;
  enrolment: Enrolment;
  onBack: () => void;
}

/** What asks to be let in. It can call itself anything: whoever lets it in must have started it. */
export function ApproveBridge({ code, enrolment, onBack }: ApproveBridgeProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const prove = useProof();
  const { person } = useWorkspace();
  const projects = person.projects.filter((one) => mayArrange(one.role));
  const [chosen, setChosen] = useState(projects[0]?.id ?? "");
  const project = projects.find((one) => one.id === chosen);
  const environments = project?.environments ?? [];
  const [named, setNamed] = useState("");
  const environment = environments.find((one) => one.id === named) ?? environments[0];
  const approve = useMutation({
    mutationFn: () => prove(() => approveEnrolment(code, chosen, environment?.id ?? "")),
    onSuccess: async () => {
      toastDone(t("connect.done", { name: enrolment.name }));
      await queries.invalidateQueries({ queryKey: sessionKey });
      await navigate({ to: "/" });
    },
  });
  const facts = [
    [t("connect.askedFrom"), enrolment.asked_from],
    [t("connect.name"), enrolment.name],
    [t("connect.engine"), enrolment.engine],
    [t("connect.url"), enrolment.url || t("connect.sameOrigin")],
  ];
  return (
    <div className={styles.form}>
      <p className={styles.text}>{t("connect.compare")}</p>
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {projects.length > 1 && (
        <NativeSelect
          label={t("connect.project")}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={projects.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      {environments.length > 1 && (
        <NativeSelect
          label={t("connect.environment")}
          value={environment?.id}
          onChange={(event) => setNamed(event.currentTarget.value)}
          data={environments.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      {projects.length === 0 && <p className={styles.text}>{t("connect.noRight")}</p>}
      <FormFailure error={approve.error} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onBack}>
          {t("action.back")}
        </Button>
        <Button onClick={() => approve.mutate()} disabled={!environment} loading={approve.isPending}>
          {t("connect.approve")}
        </Button>
      </div>
    </div>
  );
}
