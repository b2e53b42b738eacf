import { Select, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Policy } from "../../../api/policy";
import { NEW_QUERY } from "../../../lib/endpointDraft";
import { own } from "../../../lib/own";
import { Part } from "../parts/Part";
import styles from "./endpoints.module.css";
import type { EndpointDraft } from "./useEndpointDraft";
import type { Runnables } from "./useRunnables";

export interface RunsPartProps {
  endpoint: EndpointDraft;
  runnables: Runnables;
  stored: Policy;
}

/** Which saved query or action stands behind the address. */
export function RunsPart({ endpoint, runnables, stored }: RunsPartProps) {
  const { t } = useTranslation();
  const { draft, operation, runs, choose, write } = endpoint;
  const all = [...runnables.found.values()];
  const titleOf = (one: (typeof all)[number]) =>
    one.operation?.table ? t("endpoints.onRow", { title: one.title, table: one.operation.table }) : one.title;
  const options = (of: typeof all) => of.map((one) => ({ value: one.key, label: titleOf(one) }));
  const groups = [
    {
      group: t("endpoints.queries"),
      items: [{ value: NEW_QUERY, label: t("endpoints.newQuery") }, ...options(all.filter((one) => !one.operation))],
    },
    ...[...runnables.titles].map(([name, title]) => ({
      group: t("endpoints.actionsOf", { title }),
      items: options(all.filter((one) => one.operation && one.source === name)),
    })),
  ].filter(({ items }) => items.length > 0);
  const gone = draft.runs !== "" && draft.query === null && !runs && !runnables.asking;
  const kept = own(stored.endpoints, draft.id)?.version;
  return (
    <Part title={t("endpoints.runs")} text={t("endpoints.runsHint")}>
      <Select
        aria-label={t("endpoints.runs")}
        placeholder={t("endpoints.choose")}
        className={styles.field}
        searchable
        maxDropdownHeight={320}
        value={draft.runs || null}
        onChange={(key) => key && choose(key)}
        data={groups}
      />
      {gone && (
        <p role="alert" className={styles.failure}>
          {t("endpoints.gone")}
        </p>
      )}
      {operation && kept !== undefined && kept !== operation.version && (
        <p role="alert" className={styles.failure}>
          {t("endpoints.changed")}
        </p>
      )}
      {operation?.confirm && <p className={styles.hint}>{operation.confirm}</p>}
      {draft.query && (
        <Textarea
          label={t("endpoints.sql")}
          description={draft.runs === NEW_QUERY ? t("endpoints.sqlHint") : t("endpoints.changesQuery")}
          classNames={{ input: styles.code }}
          autosize
          minRows={4}
          maxRows={16}
          spellCheck={false}
          value={draft.query.sql}
          onChange={(event) => write(event.currentTarget.value)}
        />
      )}
    </Part>
  );
}
