/** The example page of every framework, as its own `index.html` starts it: what each must do. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { screen, waitFor, within } from "@testing-library/dom";
import { userEvent } from "@testing-library/user-event";
import { beforeAll, expect, inject, it } from "vitest";
import { createBridge, where } from "../src/index.js";
import type {} from "./globalSetup.js";

/** `status`: of orders that no other test changes. */
export function showsOrders(example: string, main: string, status: string) {
  const bridge = createBridge({ url: inject("url"), token: inject("token") });
  const orders = bridge.table("orders");
  const numbers = async (page: number) =>
    (
      await orders.list({
        filter: where("status", "eq", status),
        order: ["-placed_at"],
        select: ["number"],
        page,
        perPage: 10,
      })
    ).results.map((row) => String(row.number));
  const list = (name: string) => within(screen.getByRole("list", { name }));
  const fields = () => list("Orders").queryAllByRole("textbox") as HTMLInputElement[];
  const shows = (wanted: string[]) => waitFor(() => expect(fields().map(({ value }) => value)).toEqual(wanted), WAIT);

  beforeAll(async () => {
    const folder = join(import.meta.dirname, "../../../../examples", example);
    const html = await readFile(join(folder, "index.html"), "utf8");
    document.body.innerHTML = new DOMParser().parseFromString(html, "text/html").body.innerHTML;
    await import(/* @vite-ignore */ join(folder, main));
    const address = screen.getByRole("textbox", { name: "Jetway" });
    await userEvent.clear(address);
    await userEvent.type(address, inject("url"));
    await userEvent.type(screen.getByLabelText("API token"), inject("token"));
    await userEvent.click(screen.getByRole("button", { name: "Show" }));
    await waitFor(() => expect(fields()).toHaveLength(10), WAIT);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Status" }), status);
  });

  it("lists orders by status, a page at a time", async () => {
    await shows(await numbers(1));
    const { count } = await orders.list({ filter: where("status", "eq", status) });
    await screen.findByText(`${count} orders`, {}, WAIT);
    await userEvent.click(screen.getByRole("button", { name: "Next" }));
    await shows(await numbers(2));
    await userEvent.click(screen.getByRole("button", { name: "Previous" }));
    await shows(await numbers(1));
  });

  it("shows what an endpoint answers", async () => {
    const { results } = (await bridge.endpoint("late-orders").call({ status }, { perPage: 3 })) as {
      results: { number: string }[];
    };
    await waitFor(() => {
      const shown = list("The oldest").getAllByRole("listitem");
      expect(shown.map(({ textContent }) => textContent?.trim())).toEqual(results.map(({ number }) => number));
    }, WAIT);
  });

  it("searches, refuses a number that is taken, and takes another", async () => {
    const [number = "", taken = ""] = await numbers(1);
    await userEvent.type(screen.getByRole("searchbox", { name: "Search" }), number);
    await shows([number]);
    await rename(number, taken);
    const refusal = await list("Orders").findByRole("alert", {}, WAIT);
    expect(refusal.textContent).toMatch(/taken/);
    expect(fields().map(({ value }) => value)).toEqual([taken]);

    await rename(number, `${number}-B`);
    await screen.findByRole("textbox", { name: `Number of ${number}-B` }, WAIT);
    expect(list("Orders").queryByRole("alert")).toBeNull();
    expect((await orders.list({ search: `${number}-B` })).results).toHaveLength(1);
  });
}

/** Machines are busy at times. */
const WAIT = { timeout: 30_000 };

async function rename(number: string, to: string) {
  const field = screen.getByRole("textbox", { name: `Number of ${number}` });
  await userEvent.clear(field);
  await userEvent.type(field, to);
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
}
