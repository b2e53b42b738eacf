/** The same page in every framework: what each must do. */
import { screen, within } from "@testing-library/dom";
import { userEvent } from "@testing-library/user-event";
import { beforeAll, expect, inject, it } from "vitest";
import { type Bridge, createBridge, where } from "../src/index.js";
import type {} from "./globalSetup.js";

/** Suppliers of one country, two at a time by id; a name and "Add", "Move" to Porto and "Delete" of each, "Next". */
export const pageOf = (country: string, page: number) => ({
  filter: where("country", "eq", country),
  order: ["id"],
  perPage: 2,
  page,
});

export const supplier = (name: string, country: string) => ({ name, city: "Faro", country, email: "ana@example.com" });

/** `country`: of which no other test has suppliers. */
export function standsOn(country: string, show: (bridge: Bridge, country: string) => void | Promise<void>) {
  const bridge = createBridge({ url: inject("url"), token: inject("token") });
  const named = (name: string) => `${name} of ${country}`;
  const item = async (text: string) => (await screen.findByText(text, {}, WAIT)).closest("li") as HTMLElement;

  beforeAll(async () => {
    for (const name of ["Ada", "Bea", "Cid"]) await bridge.table("suppliers").create(supplier(named(name), country));
    await show(bridge, country);
  });

  it("lists the rows of a filter", async () => {
    await item(`${named("Ada")}, Faro`);
    expect(within(screen.getByRole("list", { name: "Page" })).getAllByRole("listitem")).toHaveLength(2);
    expect(screen.getByText("3 suppliers")).toBeTruthy();
  });

  it("shows a change wherever the row is", async () => {
    await userEvent.click(within(await item(`${named("Bea")}, Faro`)).getByRole("button", { name: "Move" }));
    await item(`${named("Bea")}, Porto`);
    await screen.findByText("2 in Faro", {}, WAIT);
  });

  it("shows a refusal where it belongs", async () => {
    await add(named("Ada"));
    const refusal = await screen.findByRole("alert", {}, WAIT);
    expect(refusal.textContent).toMatch(/^\/name: /);
  });

  it("turns pages, and shows what was added", async () => {
    await userEvent.click(screen.getByRole("button", { name: "Next" }));
    await item(`${named("Cid")}, Faro`);
    await add(named("Dea"));
    await item(`${named("Dea")}, Faro`);
    await screen.findByText("4 suppliers", {}, WAIT);
  });

  it("shows no more what was deleted", async () => {
    await userEvent.click(within(await item(`${named("Dea")}, Faro`)).getByRole("button", { name: "Delete" }));
    await screen.findByText("3 suppliers", {}, WAIT);
    expect(screen.queryByText(`${named("Dea")}, Faro`)).toBeNull();
  });

  it("goes on by cursor", async () => {
    const all = screen.getByRole("list", { name: "All" });
    expect(within(all).getAllByRole("listitem")).toHaveLength(2);
    await userEvent.click(screen.getByRole("button", { name: "More" }));
    await within(all).findByText(named("Cid"), {}, WAIT);
    expect(within(all).getAllByRole("listitem")).toHaveLength(3);
    expect(screen.queryByRole("button", { name: "More" })).toBeNull();
  });
}

/** Machines are busy at times. */
const WAIT = { timeout: 30_000 };

async function add(name: string) {
  const field = screen.getByRole("textbox", { name: "Name" });
  await userEvent.clear(field);
  await userEvent.type(field, name);
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
}
