import { MultiSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Role } from "../../../api/policy";
import { humanise } from "../../../lib/humanise";
import { Part } from "../parts/Part";
import styles from "./endpoints.module.css";
import type { EndpointDraft } from "./useEndpointDraft";

/** Which roles may call it. Those that may call every endpoint are told, not chosen. */
export function CallersPart({ endpoint, roles }: { endpoint: EndpointDraft; roles: Record<string, Role> }) {
  const { t } = useTranslation();
  const { draft, change } = endpoint;
  const names = Object.keys(roles);
  const always = names.filter((name) => roles[name]?.endpoints === true);
  const others = names.filter((name) => !always.includes(name));
  return (
    <Part title={t("endpoints.callers")} text={t("endpoints.callersHint")}>
      <MultiSelect
        className={styles.field}
        aria-label={t("endpoints.callers")}
        description={
          always.length > 0 ? t("endpoints.callersAll", { roles: always.map(humanise).join(", ") }) : undefined
        }
        placeholder={draft.roles.length > 0 ? undefined : t("endpoints.noRoles")}
        value={draft.roles}
        onChange={(next) => change({ roles: next })}
        data={others.map((value) => ({ value, label: humanise(value) }))}
      />
    </Part>
  );
}
