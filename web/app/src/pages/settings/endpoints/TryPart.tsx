import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../api/types";
import { own } from "../../../lib/own";
import { FormFailure } from "../../FormFailure";
import { FormDialog } from "../parts/FormDialog";
import { Part } from "../parts/Part";
import styles from "./endpoints.module.css";
import type { EndpointDraft } from "./useEndpointDraft";
import type { EndpointTrial } from "./useEndpointTrial";
import { ValueInput } from "./ValueInput";

/** Calls it as it is, and shows what it answers. */
export function TryPart({ endpoint, trial }: { endpoint: EndpointDraft; trial: EndpointTrial }) {
  const { t } = useTranslation();
  const { draft, operation, sent } = endpoint;
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [asked, setAsked] = useState(false);
  const values: Row = Object.fromEntries(
    sent.flatMap(({ name }) => {
      const text = own(texts, name);
      return text ? [[name, text]] : [];
    }),
  );
  const title = draft.title || draft.id;
  return (
    <Part title={t("endpoints.try")} text={t("endpoints.tryHint")}>
      {sent.length > 0 && (
        <div className={styles.values}>
          {sent.map((one) => (
            <ValueInput
              key={one.name}
              label={one.name}
              labelled
              taken={one}
              text={own(texts, one.name) ?? ""}
              onChange={(text) => setTexts((before) => ({ ...before, [one.name]: text }))}
            />
          ))}
        </div>
      )}
      <div className={styles.buttons}>
        <Button
          size="xs"
          variant="default"
          loading={trial.isPending}
          onClick={() => (operation?.changes ? setAsked(true) : trial.mutate(values))}
        >
          {t("endpoints.try")}
        </Button>
      </div>
      <FormFailure error={trial.error} />
      {trial.data && !trial.error && (
        <section aria-label={t("endpoints.answered")}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
          <pre className={styles.answer} tabIndex={0}>
            {JSON.stringify(trial.data.answer, null, 2)}
          </pre>
        </section>
      )}
      {asked && (
        <FormDialog
          title={t("endpoints.tryTitle", { title })}
          text={[operation?.confirm, t("endpoints.tryText")].filter(Boolean).join(" ")}
          submit={t("endpoints.tryDo")}
          busy={false}
          error={null}
          onSubmit={() => {
            setAsked(false);
            trial.mutate(values);
          }}
          onClose={() => setAsked(false)}
        />
      )}
    </Part>
  );
}
