import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { forgetTokens } from "../../api/client";
import { source, table } from "../../fields/exampleTable";
import { loadInputs } from "../../fields/lazyInput";
import { SourceActions } from "./SourceActions";

const entries = table("entries", [], { model: "ledger/entries", source: "ledger" });
const action = { changes: true, confirm: "", answers: null, once: false, version: "1", parameters: [] };
const CLOSE = { ...action, operation: "close_month", title: "Close the month", table: null };
const OF_A_ROW = { ...action, operation: "entries.void", title: "Void", table: "entries" };
let told: unknown[];
let sent: { url: string; body: unknown }[];

beforeAll(async () => {
  await Promise.all([loadInputs(), import("../../record/actions/ActionDialog")]);
});

beforeEach(() => {
  forgetTokens();
  sent = [];
  told = [CLOSE, OF_A_ROW];
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    const answer = (status: number, content: unknown) => new Response(JSON.stringify(content), { status });
    if (url.includes("user_tokens")) return answer(201, { token: "jut_1", expires_s: 600 });
    if (method === "GET") return answer(200, told);
    sent.push({ url, body: JSON.parse(String(body)) });
    return answer(200, { table: null, row: null });
  });
});

function drawn(): QueryClient {
  const client = new QueryClient();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <SourceActions source={source(entries)} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return client;
}

it("runs what belongs to no record, without a key", async () => {
  drawn();
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Actions" }));
  expect((await screen.findAllByRole("menuitem")).map((item) => item.textContent)).toEqual(["Close the month"]);
  await user.click(screen.getByRole("menuitem"));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText("This is done once, and belongs to no record.")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Close the month" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent).toEqual([{ url: "/api/proxy/ledger/close_month/", body: { parameters: {} } }]);
});

it("is not there where a source does nothing by itself", async () => {
  told = [OF_A_ROW];
  const client = drawn();
  await waitFor(() => expect(client.getQueryCache().getAll()[0]?.state.data).toEqual([OF_A_ROW]));
  expect(screen.queryByRole("button")).toBeNull();
});
