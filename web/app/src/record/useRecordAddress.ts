import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import type { TableRef } from "../api/tables";

/** Where a record's own page is, as a link says it. */
export function useRecordAddress(source: TableRef): (table: string, key: string) => string {
  const router: ReturnType<typeof useRouter> | null = useRouter({ warn: false });
  const bridge = source.bridge.id;
  return useMemo(
    () => (table, key) => {
      if (!router) return "#";
      const place = router.buildLocation({ to: "/$bridge/$table/$key", params: { bridge, table, key } });
      return router.history.createHref(place.href);
    },
    [router, bridge],
  );
}
