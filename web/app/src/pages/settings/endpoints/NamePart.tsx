import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Part } from "../parts/Part";
import styles from "./endpoints.module.css";
import type { EndpointDraft } from "./useEndpointDraft";

/** What people and what programs call it. `fixed`: the id stays. */
export function NamePart({ endpoint, fixed }: { endpoint: EndpointDraft; fixed: boolean }) {
  const { t } = useTranslation();
  const { draft, problem, name, change } = endpoint;
  return (
    <Part title={t("endpoints.called")}>
      <div className={styles.names}>
        <TextInput
          label={t("endpoints.name")}
          description={t("endpoints.nameHint")}
          value={draft.title}
          onChange={(event) => name(event.currentTarget.value)}
        />
        <TextInput
          label={t("endpoints.id")}
          description={t("endpoints.idHint")}
          classNames={{ input: styles.code }}
          readOnly={fixed}
          spellCheck={false}
          error={draft.id !== "" && problem ? t(problem) : undefined}
          value={draft.id}
          onChange={(event) => change({ id: event.currentTarget.value })}
        />
      </div>
    </Part>
  );
}
