import { expect, it, vi } from "vitest";
import { column, source, table } from "../fields/exampleTable";
import { type ImportPlan, importFile, isImported } from "./imports";

it("knows a file by the ending of its name", () => {
  expect(["a.b.CSV", "orders.xlsx", "rows.jsonl", "photo.png", "csv"].map(isImported)).toEqual([
    ...[true, true, true],
    ...[false, false],
  ]);
});

it.each([
  [true, "k1"],
  [false, null],
])("sends a key along where rows are made once by it: %s", async (once, sent) => {
  let key: string | null = "";
  vi.stubGlobal("fetch", async (url: string, options: RequestInit) => {
    if (url.includes("user_tokens")) return new Response(`{"token": "jut_1", "expires_s": 600}`, { status: 201 });
    key = new Headers(options.headers).get("Idempotency-Key");
    return new Response(`{"lines": 1, "done": 1, "errors": 0}\n{"result": {"add": 1}}\n`);
  });
  const ref = source(table("payments", [column({ name: "id" })], { once }));
  const plan: ImportPlan = { mode: "add", match: [], map: {} };
  const way = { dryRun: false, skipErrors: false, once: "k1" };
  const file = new File(["id\n1\n"], "a.csv");
  const done = await importFile(ref, file, plan, way, () => {}, new AbortController().signal);
  expect(done.add).toBe(1);
  expect(key).toBe(sent);
});
