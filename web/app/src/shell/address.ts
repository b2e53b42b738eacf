import { useParams, useSearch } from "@tanstack/react-router";

// The router forgets the parts of an address before the page that it leaves is gone. Asked for them then, it
// throws, and React draws the whole page again: here they are empty instead.

/** What the address names: a bridge, a table, a record's key, a page of the settings and an item on it. */
export function useAddress() {
  return useParams({ strict: false, shouldThrow: false }) ?? {};
}

/** What stands behind the address' question mark, as the page's route reads it. */
export function useAddressSearch() {
  return useSearch({ strict: false, shouldThrow: false }) ?? {};
}
