import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { EMPTY_VIEW, listParams } from "../api/rows";
import { column, source, table } from "../fields/exampleTable";
import { searchOf, viewOf } from "../shell/viewSearch";
import { WhereFound } from "./WhereFound";

const customers = source(
  table("customers", [column({ name: "name", stale_ops: ["icontains"] }), column({ name: "plan" })]),
);
const named = { ...EMPTY_VIEW, filters: [{ column: "name", op: "icontains" as const, value: "ana" }] };
const planned = { ...EMPTY_VIEW, filters: [{ column: "plan", op: "eq" as const, value: "pro" }] };

function show(view: typeof named, rows: { scanned: number | undefined; behind: boolean }) {
  const changed = vi.fn();
  render(
    <MantineProvider env="test">
      <WhereFound source={customers} view={view} rows={rows} onViewChange={(change) => changed(change(view))} />
    </MantineProvider>,
  );
  return changed;
}

it("offers the app's own search for what was looked for here", async () => {
  const changed = show(named, { scanned: 2000, behind: false });
  expect(screen.getByText("searched here among 2,000 rows")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Ask the app’s own search" }));
  expect(changed).toHaveBeenCalledWith({ ...named, behind: true });
});

it("offers nothing where that search knows nothing of the filter", () => {
  show(planned as unknown as typeof named, { scanned: 2000, behind: false });
  expect(screen.queryByRole("button")).toBeNull();
});

it("says that rows may be behind, and leads back", async () => {
  const changed = show({ ...named, behind: true } as typeof named, { scanned: undefined, behind: true });
  expect(screen.getByText(/may be a minute behind/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Look through the rows" }));
  expect(changed).toHaveBeenCalledWith({ ...named, behind: false });
});

it("keeps the choice in the address, and asks only where it has a use", () => {
  const view = { ...named, behind: true };
  expect(viewOf(searchOf(view, {}))).toEqual(view);
  const paging = { page: 1, perPage: 10, count: "none" } as const;
  expect(listParams(customers, view, paging).get("_stale")).toBe("1");
  expect(listParams(customers, { ...planned, behind: true }, paging).has("_stale")).toBe(false);
});
