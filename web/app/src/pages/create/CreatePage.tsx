import { useNavigate, useRouter } from "@tanstack/react-router";
import { Lock } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { tableTitle } from "../../api/tables";
import type { Row } from "../../api/types";
import { useAddress } from "../../shell/address";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { SkeletonRows } from "../../ui/SkeletonRows";
import { RecordForm } from "../lazyParts";
import { WithTable } from "../WithTable";
import styles from "./CreatePage.module.css";

/** A new record; afterwards its own page. */
export function CreatePage() {
  const { t } = useTranslation();
  const { bridge = "", table = "" } = useAddress();
  const navigate = useNavigate();
  const router = useRouter();
  const leave = () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: "/$bridge/$table", params: { bridge, table }, search: {} });
  };
  const saved = (_row: Row, key: string | null) => {
    if (key === null) leave();
    else void navigate({ to: "/$bridge/$table/$key", params: { bridge, table, key }, replace: true });
  };
  return (
    <WithTable>
      {(source) =>
        source.table.verbs.includes("create") ? (
          <Page title={t("create.title", { table: tableTitle(source.table, source.settings) })}>
            <div className={styles.body}>
              <Suspense fallback={<SkeletonRows />}>
                <RecordForm source={source} onSaved={saved} onCancel={leave} />
              </Suspense>
            </div>
          </Page>
        ) : (
          <EmptyState icon={Lock} title={t("create.noRight")} reason={t("create.noRightReason")} />
        )
      }
    </WithTable>
  );
}
