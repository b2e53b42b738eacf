import { Button, CopyButton } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { endpointAddress } from "../../../api/endpoints";
import type { Bridge, Row } from "../../../api/types";
import { curlOf } from "../../../lib/endpointDraft";
import { Part } from "../parts/Part";
import styles from "./endpoints.module.css";
import type { EndpointDraft } from "./useEndpointDraft";

/** What programs call, and how. */
export function AddressPart({ bridge, endpoint }: { bridge: Bridge; endpoint: EndpointDraft }) {
  const { t } = useTranslation();
  const { draft, operation, runs, sent } = endpoint;
  if (!draft.id) return null;
  const url = endpointAddress(bridge, runs?.source ?? "", draft.id);
  const changes = operation?.changes ?? false;
  const example: Row = Object.fromEntries(
    sent.filter((one) => one.required).map(({ name, type, options }) => [name, options[0] ?? exampleOf(type)]),
  );
  return (
    <Part title={t("endpoints.address")} text={t(changes ? "endpoints.post" : "endpoints.getPost")}>
      <Copied label={t("endpoints.address")} text={url} />
      <Copied label={t("endpoints.example")} text={curlOf(url, changes, example)} />
    </Part>
  );
}

const EXAMPLES: Record<string, number | boolean> = { integer: 1, decimal: 1, float: 1, boolean: true };

const exampleOf = (type: string) => EXAMPLES[type] ?? type;

function Copied({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  return (
    <section className={styles.copied} aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <pre className={styles.answer} tabIndex={0}>
        {text}
      </pre>
      <CopyButton value={text} timeout={1500}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            aria-label={`${t("endpoints.copy")}: ${label}`}
            leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
            onClick={copy}
          >
            {copied ? t("endpoints.copied") : t("endpoints.copy")}
          </Button>
        )}
      </CopyButton>
    </section>
  );
}
