import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { forgetTokens } from "../api/client";
import { column, source, table } from "../fields/exampleTable";
import { loadInputs } from "../fields/lazyInput";
import { RecordForm } from "./RecordForm";

const orders = table("orders", [
  column({ name: "id", type: "integer", identity: "by_default", default: { kind: "sequence", value: null } }),
  column({ name: "number", required: true }),
  column({ name: "quantity", type: "integer", default: { kind: "value", value: 1 } }),
  column({ name: "nickname", nullable: true }),
  column({ name: "total", type: "decimal", generated: true }),
]);

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
let answer: () => Response;
let sent: unknown[];

beforeAll(async () => void (await loadInputs()));

beforeEach(() => {
  forgetTokens();
  sent = [];
  answer = () => json(201, { id: 7, number: "N-1" });
  vi.stubGlobal("fetch", async (url: string, options: RequestInit) => {
    if (url.includes("user_tokens")) return json(201, { token: "jut_1", expires_s: 600 });
    sent.push(JSON.parse(String(options.body)));
    return answer();
  });
});

function show(onSaved = vi.fn(), shown = orders) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <RecordForm source={source(shown)} onSaved={onSaved} onCancel={() => undefined} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { onSaved, user: userEvent.setup() };
}

const field = (name: string) => screen.getByRole("textbox", { name });

it("sends what was filled in and leaves the rest to the database", async () => {
  const { user, onSaved } = show();
  expect(field("Quantity")).toHaveAttribute("placeholder", "Default: 1");
  await user.type(field("Number"), "N-1");
  await user.keyboard("{Control>}s{/Control}");
  expect(sent).toEqual([{ number: "N-1" }]);
  expect(onSaved).toHaveBeenCalledWith({ id: 7, number: "N-1" }, "7");
});

it("begins in the first field that can be filled in", () => {
  show();
  expect(field("Number")).toHaveFocus();
});

it("says what is wrong once the field is left, and sends nothing", async () => {
  const { user } = show();
  await user.type(field("Quantity"), "many");
  await user.click(field("Number"));
  expect(field("Quantity")).toHaveAccessibleDescription("Takes a whole number");
  expect(field("Quantity")).toBeInvalid();
  await user.click(screen.getByRole("button", { name: "Create" }));
  expect(sent).toEqual([]);
  expect(field("Number")).toHaveAccessibleDescription("Give a value");
  expect(field("Number")).toHaveFocus();
});

it("puts what the server refuses on its field", async () => {
  const { user } = show();
  answer = () =>
    json(409, {
      code: "not_unique",
      title: "Not unique",
      status: 409,
      detail: "orders has this number already.",
      errors: [{ pointer: "/number", code: "not_unique", detail: "is taken already" }],
    });
  await user.type(field("Number"), "N-1");
  await user.click(screen.getByRole("button", { name: "Create" }));
  expect(await screen.findByText("Is taken already")).toBeVisible();
  expect(field("Number")).toHaveAccessibleDescription("Is taken already");
});

it("says above the fields what belongs to none", async () => {
  const { user } = show();
  answer = () =>
    json(422, { code: "check_failed", title: "Refused", status: 422, detail: "A rule of the table says no." });
  await user.type(field("Number"), "N-1");
  await user.click(screen.getByRole("button", { name: "Create" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("A rule of the table says no.");
});

it("tells no value and an empty text apart", async () => {
  const { user } = show();
  await user.type(field("Number"), "N-1");
  await user.type(field("Nickname"), "x");
  await user.clear(field("Nickname"));
  await user.click(screen.getByRole("button", { name: "Create" }));
  expect(sent).toEqual([{ number: "N-1", nickname: "" }]);
});

it("sends null where the person says so", async () => {
  const { user } = show();
  await user.type(field("Number"), "N-1");
  await user.type(field("Nickname"), "x");
  await user.click(screen.getByRole("button", { name: "Nickname: Set to no value" }));
  await user.click(screen.getByRole("button", { name: "Create" }));
  expect(sent).toEqual([{ number: "N-1", nickname: null }]);
});

it("shows what cannot be filled in, with the reason", () => {
  show();
  expect(screen.getByRole("status", { name: "Total" })).toHaveAccessibleDescription("Computed by its source");
});

const INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

it("knows columns by their own names, whatever objects have by theirs", async () => {
  const odd = INHERITED.map((name) => column({ name, nullable: true }));
  const { user } = show(vi.fn(), table("odd", [column({ name: "id", type: "integer" }), ...odd]));
  const fields = screen.getAllByRole("textbox").slice(1);
  expect(fields).toHaveLength(INHERITED.length);
  for (const one of fields) {
    expect(one).toHaveValue("");
    expect(one).toBeValid();
  }
  for (const [at, one] of fields.entries()) await user.type(one, `text ${at}`);
  await user.click(screen.getByRole("button", { name: "Create" }));
  expect(Object.entries(sent[0] as object).sort()).toEqual(INHERITED.map((name, at) => [name, `text ${at}`]).sort());
});
