import { createContext, useContext } from "react";

/** Shows another record; `instead` of the one at hand, whose address leads nowhere any more. */
export type OpenRecord = (table: string, key: string, options?: { instead: boolean }) => void;

export interface OpenRecordActions {
  open: (table: string, key: string) => void;
  /** The address of a record, for opening it beside. */
  href?: (table: string, key: string) => string;
}

const OpenRecordContext = createContext<OpenRecordActions | null>(null);

/** Says how a link to a record is opened: in the drawer, on its own page. Without it, names are no links. */
export const OpenRecordProvider = OpenRecordContext.Provider;

export function useOpenRecord(): OpenRecordActions | null {
  return useContext(OpenRecordContext);
}
