import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { FilterItem } from "../../api/rows";
import { shop } from "../../testShop";
import { FilterEditor } from "./FilterEditor";

function show(item?: FilterItem) {
  const onApply = vi.fn();
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <FilterEditor source={shop("orders")} item={item} onApply={onApply} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return onApply;
}

it("makes a filter with the keyboard alone", async () => {
  const onApply = show();
  await userEvent.keyboard("num{Enter}");
  await userEvent.keyboard("INV-1{Enter}");
  expect(onApply).toHaveBeenCalledWith({ column: "number", op: "eq", value: "INV-1" });
});

it("takes options by ticking them", async () => {
  const onApply = show();
  await userEvent.click(screen.getByRole("button", { name: "Status" }));
  expect(screen.getByRole("button", { name: "Add filter" })).toBeDisabled();
  await userEvent.click(screen.getByRole("checkbox", { name: "Paid" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "New" }));
  await userEvent.click(screen.getByRole("button", { name: "Add filter" }));
  expect(onApply).toHaveBeenCalledWith({ column: "status", op: "in", value: ["paid", "new"] });
});

it("reaches columns of a related row", async () => {
  const onApply = show();
  await userEvent.keyboard("country{Enter}");
  await userEvent.keyboard("BR{Enter}");
  expect(onApply).toHaveBeenCalledWith({ column: "customer.country", op: "eq", value: "BR" });
});

it("changes a filter where it stands", async () => {
  const onApply = show({ column: "number", op: "eq", value: "INV-1" });
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Condition" }), "is not");
  await userEvent.click(screen.getByRole("button", { name: "Change filter" }));
  expect(onApply).toHaveBeenCalledWith({ column: "number", op: "eq", value: "INV-1", exclude: true });
});
