import { ScrollArea, Tabs } from "@mantine/core";
import { History } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { TableSource } from "../fields/parts/TableSource";
import { formatCompact } from "../ui/formatters";
import { RelatedList } from "./RelatedList";
import styles from "./record.module.css";
import type { RelatedTable } from "./relations";
import { useCounts } from "./useCounts";

interface RecordTabsProps {
  relations: RelatedTable[];
  /** The first tab; on a wide page the fields stand beside the tabs instead. */
  fields?: ReactNode;
  /** What was done to the record; the last tab, for those who may read it. */
  history?: ReactNode;
  onOpen: (table: string, key: string) => void;
  onNew: (relation: RelatedTable) => void;
}

const FIELDS = "fields";
const HISTORY = "history";
const tabOf = (at: number) => `related-${at}`;

/** The fields, one tab per to-many relation and the history. The fields stay mounted: what is typed there is not lost. */
export function RecordTabs({ relations, fields, history, onOpen, onNew }: RecordTabsProps) {
  const { t } = useTranslation();
  const counts = useCounts(relations);
  const [tab, setTab] = useState<string | null>(fields ? FIELDS : relations.length > 0 ? tabOf(0) : HISTORY);
  if (relations.length === 0 && !history) return fields;

  return (
    <Tabs value={tab} onChange={setTab} className={styles.tabs} classNames={{ tab: styles.tab, panel: styles.panel }}>
      <ScrollArea type="never" className={styles.tabBar}>
        <Tabs.List className={styles.tabList} aria-label={t("record.parts")}>
          {fields && <Tabs.Tab value={FIELDS}>{t("record.fields")}</Tabs.Tab>}
          {relations.map(({ link, ref, title }, at) => (
            <Tabs.Tab key={link.name} value={tabOf(at)}>
              {title}
              {link.source !== undefined && (
                <span className={styles.from}>
                  <TableSource target={ref} text={(source) => t("record.related.from", { source })} />
                </span>
              )}
              {typeof counts[at] === "number" && <span className={styles.count}>{formatCompact(counts[at])}</span>}
            </Tabs.Tab>
          ))}
          {history && (
            <Tabs.Tab value={HISTORY} leftSection={<History size={14} aria-hidden />}>
              {t("record.history")}
            </Tabs.Tab>
          )}
        </Tabs.List>
      </ScrollArea>
      {fields && (
        <Tabs.Panel value={FIELDS} keepMounted>
          {fields}
        </Tabs.Panel>
      )}
      {relations.map((related, at) => (
        <Tabs.Panel key={related.link.name} value={tabOf(at)} className={styles.related}>
          {tab === tabOf(at) && (
            <RelatedList related={related} count={counts[at]} onOpen={onOpen} onNew={() => onNew(related)} />
          )}
        </Tabs.Panel>
      ))}
      {history && (
        <Tabs.Panel value={HISTORY} className={styles.related}>
          {tab === HISTORY && history}
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
