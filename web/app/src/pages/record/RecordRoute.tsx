import { useNavigate, useRouter } from "@tanstack/react-router";
import { Suspense } from "react";
import { keyText } from "../../api/rows";
import { tableTitle } from "../../api/tables";
import type { OpenRecord } from "../../record/OpenRecord";
import { useAddress } from "../../shell/address";
import { PageTitle } from "../../ui/PageTitle";
import { SkeletonRows } from "../../ui/SkeletonRows";
import { RecordPage } from "../lazyParts";
import { WithTable } from "../WithTable";

/** One record on a page of its own. */
export function RecordRoute() {
  const { bridge = "", table = "", key = "" } = useAddress();
  const navigate = useNavigate();
  const router = useRouter();
  const open: OpenRecord = (model, other, options) =>
    void navigate({
      to: "/$bridge/$table/$key",
      params: { bridge, table: model, key: other },
      replace: options?.instead,
    });
  const leave = () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: "/$bridge/$table", params: { bridge, table }, search: {} });
  };
  return (
    <WithTable>
      {(source) => (
        <Suspense fallback={<SkeletonRows />}>
          <PageTitle title={`${tableTitle(source.table, source.settings)} ${keyText(key)}`} />
          <RecordPage key={`${table}/${key}`} source={source} recordKey={key} onOpen={open} onDeleted={leave} />
        </Suspense>
      )}
    </WithTable>
  );
}
