import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { invite } from "../../../api/invitations";
import { peopleKey } from "../../../api/members";
import { policyQuery } from "../../../api/policy";
import { waysQuery } from "../../../api/ways";
import { humanise } from "../../../lib/humanise";
import { own } from "../../../lib/own";
import { fieldErrors } from "../../fieldErrors";
import { FormDialog } from "../parts/FormDialog";
import { useChange } from "../parts/useChange";
import { roleSummary } from "../roles/roleSummary";
import { InvitationMade } from "./InvitationMade";

export interface InviteDialogProps {
  project: string;
  /** Those that may be given. */
  roles: string[];
  onClose: () => void;
}

export function InviteDialog({ project, roles, onClose }: InviteDialogProps) {
  const { t } = useTranslation();
  const ways = useQuery(waysQuery);
  const [email, setEmail] = useState("");
  // Whoever asks for nothing else gives little.
  const [role, setRole] = useState(roles.includes("viewer") ? "viewer" : (roles.at(-1) ?? ""));
  const [mail, setMail] = useState(true);
  const rights = own(useQuery(policyQuery(project)).data?.policy.roles, role);
  const make = useChange(peopleKey(project), () => invite(project, { email: email.trim(), role, mail }), {});
  if (make.data) return <InvitationMade invitation={make.data} onClose={onClose} />;
  const wrong = fieldErrors(make.error);
  return (
    <FormDialog
      title={t("settings.invite.title")}
      text={t("settings.invite.text")}
      submit={t("settings.invite.submit")}
      ready={email.includes("@") && role !== ""}
      busy={make.isPending}
      error={wrong.email ? null : make.error}
      onSubmit={() => make.mutate(undefined)}
      onClose={onClose}
    >
      <TextInput
        label={t("signIn.email")}
        type="email"
        data-autofocus
        autoComplete="off"
        error={wrong.email}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("settings.people.role")}
        description={rights && roleSummary(rights, t)}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
        data={roles.map((one) => ({ value: one, label: humanise(one) }))}
      />
      {ways.data?.mail && (
        <Checkbox
          label={t("settings.invite.mail")}
          checked={mail}
          onChange={(event) => setMail(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
