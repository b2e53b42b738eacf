import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { forgetTokens } from "../../api/client";
import { EMPTY_VIEW, rowKeys } from "../../api/rows";
import { column, source, table } from "../exampleTable";
import { fileQuery, LARGE, SMALL } from "./addresses";

const products = table("products", [column({ name: "id", type: "integer" }), column({ name: "photo" })]);
const files = { ref: source(products), column: "photo", width: SMALL };
const path = (id: number) => `${String(id).padStart(8, "0")}-0000-4000-8000-000000000000/${id}.png`;

let asked: { table: string; column: string; keys: string[]; width: number }[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (url: string, { body }: RequestInit) => {
    const said = JSON.parse(String(body));
    if (url.includes("user_tokens")) return new Response(JSON.stringify({ token: "jut_1", expires_s: 600 }));
    asked.push(said);
    const told = said.keys.map((key: string) => ({
      key,
      name: `${key}.png`,
      type: "image/png",
      size: 1,
      url: `/media/${path(Number(key))}?s=1`,
      thumbnail: null,
    }));
    return new Response(JSON.stringify(told.filter(({ key }: { key: string }) => key !== "3")));
  });
});

afterEach(() => {
  forgetTokens();
  vi.unstubAllGlobals();
});

/** A client that shows a page of rows with these ids. */
function showing(ids: number[]): QueryClient {
  const client = new QueryClient();
  const queryKey = [...rowKeys.list(files.ref, EMPTY_VIEW), "page", 0];
  const results = ids.map((id) => ({ id, photo: id === 5 ? null : path(id) }));
  client.setQueryData(queryKey, { results });
  new QueryObserver(client, { queryKey, staleTime: Number.POSITIVE_INFINITY }).subscribe(() => undefined);
  return client;
}

const ask = (client: QueryClient, id: number, named = path(id)) =>
  client.ensureQueryData(fileQuery(files, String(id), named));

it("asks once for all rows of a page", async () => {
  const client = showing([1, 2, 3, 4, 5]);
  const [first, second] = await Promise.all([ask(client, 1), ask(client, 2)]);
  expect([first?.name, second?.url]).toEqual(["1.png", `/media/${path(2)}?s=1`]);
  expect((await ask(client, 4))?.name).toBe("4.png");
  expect(asked).toEqual([{ table: "products", column: "photo", keys: ["1", "2", "3", "4"], width: 128 }]);
});

it("asks for a large picture alone: it is the one that is looked at", async () => {
  const client = showing([1, 2]);
  await client.ensureQueryData(fileQuery({ ...files, width: LARGE }, "1", path(1)));
  expect(asked.map(({ keys }) => keys)).toEqual([["1"]]);
});

it("knows nothing of a row that is left out, and of one that names another file by now", async () => {
  const client = showing([3]);
  expect(await ask(client, 3)).toBeNull();
  expect(await ask(client, 1, path(8))).toBeNull();
});

it("asks for no more than a hundred at once", async () => {
  const client = showing([]);
  await Promise.all(Array.from({ length: 130 }, (_, at) => ask(client, at + 10)));
  expect(asked.map(({ keys }) => keys.length)).toEqual([100, 30]);
});
