import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { forgetTokens } from "../../api/client";
import type { Operation } from "../../api/operations";
import { column, source, table } from "../../fields/exampleTable";
import { loadInputs } from "../../fields/lazyInput";
import { ActionsMenu } from "./ActionsMenu";

const parameter = { required: false, options: [], default: null, title: "", comment: "", money: null };
const REFUND: Operation = {
  operation: "charges.refund",
  title: "Refund",
  table: "charges",
  changes: true,
  confirm: "The money goes back.",
  answers: "refunds",
  once: true,
  version: "1",
  parameters: [
    { ...parameter, name: "amount", type: "integer", title: "Amount", comment: "Without one, all.", money: "currency" },
    { ...parameter, name: "reason", type: "enum", options: ["duplicate", "fraudulent"] },
    { ...parameter, name: "quietly", type: "boolean", default: false },
  ],
};
const charges = table("charges", [column({ name: "id" }), column({ name: "currency" })], {
  model: "pay/charges",
  source: "pay",
  operations: [REFUND],
});
const row = { id: "ch_1", currency: "eur" };
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
let answer: () => Response;
let sent: { url: string; body: unknown; once: string | null }[];

beforeAll(async () => {
  await Promise.all([loadInputs(), import("./ActionDialog")]);
});

beforeEach(() => {
  forgetTokens();
  sent = [];
  answer = () => json(200, { table: null, row: null });
  vi.stubGlobal("fetch", async (url: string, options: RequestInit) => {
    if (url.includes("user_tokens")) return json(201, { token: "jut_1", expires_s: 600 });
    const once = new Headers(options.headers).get("Idempotency-Key");
    sent.push({ url, body: JSON.parse(String(options.body)), once });
    return answer();
  });
});

async function opened() {
  const user = userEvent.setup();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <ActionsMenu source={source(charges)} row={row} operations={charges.operations} before={(then) => then()} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await user.click(screen.getByRole("button", { name: "Actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Refund" }));
  const dialog = await screen.findByRole("dialog");
  return { user, dialog: within(dialog) };
}

it("asks for the values, says what they mean, and runs the action on the row", async () => {
  const { user, dialog } = await opened();
  expect(dialog.getByText("The money goes back.")).toBeVisible();
  expect(dialog.getByText("100 is €1.00. Without one, all.")).toBeVisible();
  await user.type(dialog.getByRole("textbox", { name: "Amount" }), "250");
  expect(dialog.getByText("That is €2.50.")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Refund" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent.map(({ url, body }) => ({ url, body }))).toEqual([
    { url: "/api/proxy/pay/charges.refund/", body: { key: "ch_1", parameters: { amount: 250 } } },
  ]);
});

it("says in its place what was refused, and sends the same again under the same key", async () => {
  const problem = { type: "", title: "", status: 422, code: "app_refused", detail: "The charge is disputed." };
  answer = () => json(422, problem);
  const { user, dialog } = await opened();
  await user.click(dialog.getByRole("button", { name: "Refund" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("The charge is disputed.");
  await user.click(dialog.getByRole("button", { name: "Refund" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  await user.type(dialog.getByRole("textbox", { name: "Amount" }), "1");
  await user.click(dialog.getByRole("button", { name: "Refund" }));
  await waitFor(() => expect(sent).toHaveLength(3));
  const [first, again, other] = sent.map(({ once }) => once);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

it("puts a refusal of a value beside its field", async () => {
  const errors = [{ pointer: "/parameters/amount", code: "invalid_input", detail: "takes 1 or more" }];
  answer = () => json(422, { type: "", title: "", status: 422, code: "invalid_input", detail: "", errors });
  const { user, dialog } = await opened();
  await user.type(dialog.getByRole("textbox", { name: "Amount" }), "0");
  await user.click(dialog.getByRole("button", { name: "Refund" }));
  expect(await dialog.findByText("Takes 1 or more")).toBeVisible();
});
