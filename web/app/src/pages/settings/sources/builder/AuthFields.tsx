import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SourceKind } from "../../../../api/sourceChanges";
import { OptionInput } from "../OptionInput";
import { PartFields } from "./PartFields";
import { AUTHS, newAuth, optionsOf } from "./parts";
import type { Builder } from "./useBuilder";

export interface AuthFieldsProps {
  builder: Builder;
  kind: SourceKind;
  wrong: Record<string, string>;
}

/** How the app knows who asks; secrets are options of the source, so that the description never holds one. */
export function AuthFields({ builder, kind, wrong }: AuthFieldsProps) {
  const { t } = useTranslation();
  const { description, edit, form, place, stored, elsewhere, moved } = builder;
  const { auth } = description;
  const asked = optionsOf(auth);
  return (
    <>
      <NativeSelect
        label={t("builder.auth")}
        description={t(`builder.authHints.${auth.kind}`)}
        value={auth.kind}
        data={Object.keys(AUTHS).map((value) => ({ value, label: t(`builder.auths.${value}`) }))}
        onChange={(event) => {
          const next = newAuth(event.currentTarget.value);
          edit((before) => ({ ...before, auth: next }));
        }}
      />
      <PartFields
        of="auth"
        fields={AUTHS[auth.kind]?.fields ?? []}
        value={auth}
        onChange={(next) => edit((before) => ({ ...before, auth: { ...before.auth, ...next } }))}
      />
      {kind.options
        .filter(({ name }) => asked.has(name))
        .map((field) => (
          <OptionInput
            key={field.name}
            field={{
              ...field,
              required: field.name !== "client_secret" || auth.kind !== "authorization_code",
              ...(field.name === "key" && {
                label: t(`builder.keys.${auth.kind}`),
                long: auth.kind === "service_account",
              }),
            }}
            value={form.draft.options[field.name]}
            kept={stored?.definition.options[field.name]}
            elsewhere={elsewhere}
            again={moved ? undefined : t("builder.secretAgain")}
            error={wrong[`options/${field.name}`]}
            source={{ place, kind: kind.kind, options: form.options, ...(stored && { name: form.name }) }}
            onChange={(value) => form.change({ options: { ...form.draft.options, [field.name]: value } })}
          />
        ))}
    </>
  );
}
