import { Checkbox, MultiSelect, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { apiTokensKey, makeApiToken } from "../../../api/apiTokens";
import { tableTitle } from "../../../api/tables";
import type { Project, Table } from "../../../api/types";
import { humanise } from "../../../lib/humanise";
import { useCatalogue } from "../../../shell/useCatalogue";
import { useWorkspace } from "../../../shell/useWorkspace";
import { FormDialog } from "../parts/FormDialog";
import { useChange } from "../parts/useChange";
import { TokenMade } from "./TokenMade";
import { useTokenRoles } from "./useTokenRoles";

const DAYS = ["7", "30", "90", "180", "365"];

export function NewTokenDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation();
  const { place } = useWorkspace();
  const { tables, settings, sources } = useCatalogue(place);
  const roles = useTokenRoles(project);
  const fullTitle = (table: Table) => {
    const source = sources.find((one) => one.name === table.source);
    return [source?.title, tableTitle(table, settings ?? {})].filter(Boolean).join(" · ");
  };
  const [name, setName] = useState("");
  const [role, setRole] = useState(project.role);
  const [days, setDays] = useState("90");
  const [readOnly, setReadOnly] = useState(true);
  const [only, setOnly] = useState<string[]>([]);
  const make = useChange(
    apiTokensKey(project.id),
    () =>
      makeApiToken(project.id, {
        name: name.trim(),
        role,
        expires_s: Number(days) * 86_400,
        read_only: readOnly,
        tables: only.length > 0 ? only : null,
      }),
    {},
  );
  if (make.data) return <TokenMade made={make.data} onClose={onClose} />;
  return (
    <FormDialog
      title={t("settings.tokens.new")}
      text={t("settings.tokens.newText")}
      submit={t("record.create")}
      ready={name.trim() !== ""}
      busy={make.isPending}
      error={make.error}
      onSubmit={() => make.mutate(undefined)}
      onClose={onClose}
    >
      <TextInput
        label={t("settings.tokens.name")}
        placeholder={t("settings.tokens.namePlaceholder")}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {roles.length > 1 && (
        <NativeSelect
          label={t("settings.people.role")}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value)}
          data={roles.map((one) => ({ value: one, label: humanise(one) }))}
        />
      )}
      <NativeSelect
        label={t("settings.tokens.life")}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
        data={DAYS.map((value) => ({ value, label: t("settings.tokens.days", { count: Number(value) }) }))}
      />
      <Checkbox
        label={t("settings.tokens.readOnlyChoice")}
        checked={readOnly}
        onChange={(event) => setReadOnly(event.currentTarget.checked)}
      />
      {tables && settings && (
        <MultiSelect
          label={t("settings.tokens.tables")}
          placeholder={only.length > 0 ? undefined : t("settings.tokens.allTables")}
          searchable
          value={only}
          onChange={setOnly}
          data={[...tables.values()].map((table) => ({ value: table.model, label: fullTitle(table) }))}
        />
      )}
    </FormDialog>
  );
}
