import "../../i18n/leftOut";
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fetchLeftOut, type LeftOut, takeAway } from "../../api/leftOut";
import type { TableRef } from "../../api/tables";
import type { Declared } from "../../grid/gridProps";
import { humanise } from "../../lib/humanise";
import { FormFailure } from "../FormFailure";
import styles from "./LeftOutList.module.css";

interface LeftOutListProps {
  source: TableRef;
  as: Declared;
}

/** The declarations of a source that nothing comes of, to be taken away; nothing where there are none. */
export function LeftOutList({ source, as }: LeftOutListProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const queryKey = ["left_out", source.bridge.id, source.table.source];
  const found = useQuery({ queryKey, queryFn: ({ signal }) => fetchLeftOut(source, signal) });
  const forget = useMutation({
    mutationFn: (id: string) => takeAway(source, id),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  const left = found.data?.filter((one) => (one.relation === null) === (as === "files")) ?? [];
  if (found.error) return <p className={styles.text}>{t("leftOut.failed")}</p>;
  if (left.length === 0) return null;
  const told = ({ model, column, relation }: LeftOut) => {
    const said = { column: humanise(column), table: humanise(model), target: humanise(relation?.related_model ?? "") };
    return t(relation ? "leftOut.relation" : "leftOut.files", said);
  };
  return (
    <section aria-label={t("leftOut.title")}>
      <h3 className={styles.title}>{t("leftOut.title")}</h3>
      <p className={styles.text}>{t("leftOut.text")}</p>
      <ul className={styles.list}>
        {left.map((one) => (
          <li key={one.id} className={styles.line}>
            <span className={styles.what}>
              {told(one)}
              <span className={styles.why}>{one.why}</span>
            </span>
            <Button
              variant="default"
              size="xs"
              aria-label={t("leftOut.takeAwayNamed", { what: told(one) })}
              disabled={forget.isPending}
              onClick={() => forget.mutate(one.id)}
            >
              {t("leftOut.takeAway")}
            </Button>
          </li>
        ))}
      </ul>
      <FormFailure error={forget.error} />
    </section>
  );
}
