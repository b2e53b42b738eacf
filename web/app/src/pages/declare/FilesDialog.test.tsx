import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { forgetTokens } from "../../api/client";
import type { LeftOut } from "../../api/leftOut";
import { column, source, table } from "../../fields/exampleTable";
import { FilesDialog } from "./FilesDialog";

const rule = { accept: ["image/*"], most_bytes: 5_000_000 };
const products = table("products", [column({ name: "id" }), column({ name: "photo", file: rule })]);

let kept: () => Response;
let declared: unknown[];
let left: LeftOut[];
let taken: string[];

beforeEach(() => {
  forgetTokens();
  declared = [];
  left = [];
  taken = [];
  kept = () => Response.json({ most_bytes: 26_214_400, thumbnails: true });
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    if (url.includes("user_tokens")) return Response.json({ token: "jut_1", expires_s: 600 });
    if (method === "DELETE") {
      taken.push(url);
      left = [];
      return new Response(null, { status: 204 });
    }
    if (url.includes("left_out")) return Response.json(left);
    if (method === "GET") return kept();
    declared.push(JSON.parse(String(body)));
    return Response.json([]);
  });
});

function show() {
  const onClose = vi.fn();
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <FilesDialog source={source(products)} column="photo" onClose={onClose} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { onClose, user: userEvent.setup() };
}

it("says which setting it takes where the bridge keeps no files", async () => {
  kept = () => Response.json({ code: "unknown_route", status: 404, title: "", detail: "" }, { status: 404 });
  show();
  expect(await screen.findByText(/sets JETWAY_FILES/)).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
});

it("declares a larger size, but none that the bridge does not take", async () => {
  const { user, onClose } = show();
  const size = await screen.findByRole("textbox", { name: "Largest size" });
  expect(size).toHaveValue("5");
  await user.clear(size);
  await user.type(size, "30");
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await user.clear(size);
  await user.type(size, "7.5");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(declared).toEqual([
    [{ model: "products", column: "photo", file: { accept: ["image/*"], most_bytes: 7_500_000 } }],
  ]);
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled());
});

it("takes the files away from the column", async () => {
  const { user } = show();
  await user.click(await screen.findByRole("button", { name: "Hold files no longer" }));
  expect(declared).toEqual([[{ model: "products", column: "photo", file: null }]]);
});

it("tells of declared columns that are gone, and takes them away", async () => {
  const gone = { id: "a1", model: "badges", column: "picture", relation: null, why: "there is no table 'badges'" };
  const relation = { direction: "MANYTOONE", local_field: "n", related_model: "halls", related_field: "id" } as const;
  left = [gone, { ...gone, id: "b2", relation }];
  const { user } = show();
  const list = await screen.findByRole("region", { name: "Out of use" });
  expect(within(list).getAllByRole("listitem")).toHaveLength(1);
  expect(list).toHaveTextContent("there is no table 'badges'");
  await user.click(within(list).getByRole("button", { name: "Take away: Files in Picture of Badges" }));
  await vi.waitFor(() => expect(screen.queryByRole("region", { name: "Out of use" })).toBeNull());
  expect(taken.map((url) => url.replace(/.*model_descriptions/, ""))).toEqual(["/left_out/a1/"]);
});
