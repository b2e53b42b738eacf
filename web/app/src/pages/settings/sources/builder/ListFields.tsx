import { Button, NativeSelect, TextInput } from "@mantine/core";
import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Listing } from "../../../../api/descriptions";
import { Folded } from "../../parts/Folded";
import styles from "./builder.module.css";
import { PairsInput } from "./PairsInput";
import { PartFields } from "./PartFields";
import { PAGINGS, pagingAs } from "./parts";

export interface ListFieldsProps {
  list: Listing;
  asking: boolean;
  onTry: () => void;
  /** The path is entered. */
  onEntered: () => void;
  onChange: (part: Partial<Listing>) => void;
}

/** The request that lists the rows. */
export function ListFields({ list, asking, onTry, onEntered, onChange }: ListFieldsProps) {
  const { t } = useTranslation();
  const kind = list.paging?.kind ?? "none";
  const paging = t(`builder.pagings.${kind}`);
  const params = Object.keys(list.params ?? {}).length;
  return (
    <>
      <div className={styles.request}>
        <span className={styles.method}>{list.method ?? "GET"}</span>
        <TextInput
          aria-label={t("builder.listPath")}
          placeholder="/v1/orders"
          classNames={{ input: styles.mono }}
          spellCheck={false}
          autoComplete="off"
          value={list.path}
          onChange={(event) => onChange({ path: event.currentTarget.value })}
          onBlur={onEntered}
          onKeyDown={(event) => event.key === "Enter" && onTry()}
        />
        <Button leftSection={<Play size={14} aria-hidden />} loading={asking} onClick={onTry}>
          {t("builder.try")}
        </Button>
      </div>
      <Folded
        title={t("builder.paramsAndPages")}
        note={[t("builder.paramCount", { count: params }), paging].join(" · ")}
      >
        <div className={styles.listMore}>
          <PairsInput
            label={t("builder.params")}
            hint={t("builder.paramsHint")}
            value={list.params ?? {}}
            onChange={(next) => onChange({ params: next })}
          />
          <div className={styles.fields}>
            <NativeSelect
              label={t("builder.paging")}
              description={t(`builder.pagingHints.${kind}`)}
              value={kind}
              data={Object.keys(PAGINGS).map((value) => ({ value, label: t(`builder.pagings.${value}`) }))}
              onChange={(event) => onChange({ paging: pagingAs(list.paging, event.currentTarget.value) })}
            />
            <div className={styles.pair2}>
              <PartFields
                of="paging"
                fields={PAGINGS[kind]?.fields ?? []}
                value={list.paging ?? {}}
                onChange={(part) => onChange({ paging: { ...pagingAs(list.paging, kind), ...list.paging, ...part } })}
              />
              <TextInput
                label={t("builder.total")}
                classNames={{ input: styles.mono }}
                placeholder="meta.total"
                value={list.total ?? ""}
                onChange={(event) => onChange({ total: event.currentTarget.value })}
              />
            </div>
          </div>
        </div>
      </Folded>
    </>
  );
}
