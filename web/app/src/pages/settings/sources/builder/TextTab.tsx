import { Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { readDescription } from "../../../../api/descriptions";
import { errorText } from "../../../../ui/errorText";
import { SkeletonRows } from "../../../../ui/SkeletonRows";
import styles from "./builder.module.css";
import type { Builder } from "./useBuilder";

const PAUSE_MS = 400;

/** The description as it is kept, to read and to write. The bridge says what it means and what is wrong. */
export function TextTab({ builder }: { builder: Builder }) {
  const { t } = useTranslation();
  const { text, json, at, write, read } = builder;
  const [settled] = useDebouncedValue(text ?? json, PAUSE_MS);
  const said = useQuery({
    queryKey: ["description", at.bridge.id, settled],
    queryFn: () => readDescription(at, settled),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (before) => before,
  });
  const understood = said.isPlaceholderData ? undefined : said.data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` is another function with every change
  useEffect(() => {
    if (understood) read(settled, understood.description);
  }, [understood, settled]);
  const shown = text ?? said.data?.toml;
  if (shown === undefined && !said.isError) return <SkeletonRows />;
  return (
    <div className={styles.text}>
      <Textarea
        aria-label={t("builder.tabs.text")}
        description={t("builder.textHint")}
        classNames={{ input: styles.code }}
        autosize
        minRows={16}
        maxRows={40}
        spellCheck={false}
        value={shown ?? json}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <Verdict error={said.error} fault={said.data?.fault} />
    </div>
  );
}

function Verdict({ error, fault }: { error: unknown; fault: string | null | undefined }) {
  const { t } = useTranslation();
  if (fault === undefined && !error) return null;
  const wrong = error ? errorText(error, t).message : fault;
  const Icon = wrong ? TriangleAlert : CircleCheck;
  return (
    <p className={styles.verdict} data-wrong={wrong ? true : undefined} role={wrong ? "alert" : "status"}>
      <Icon size={15} aria-hidden />
      <span>{wrong ?? t("builder.holds")}</span>
    </p>
  );
}
