// @vitest-environment jsdom
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, it, vi } from "vitest";
import { createBridge } from "../src/index.js";

const EXAMPLE = join(import.meta.dirname, "../../../../examples/late-orders");

it("shows late orders, and says of one that it has left", async () => {
  const html = await readFile(join(EXAMPLE, "index.html"), "utf8");
  document.body.innerHTML = new DOMParser().parseFromString(html, "text/html").body.innerHTML;
  await import(join(EXAMPLE, "main.ts"));
  const form = document.querySelector("form") as HTMLFormElement;
  const says = () => document.querySelector("[role=status]")?.textContent;
  const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  input("url").value = inject("url");

  input("token").value = "jat_nothing";
  form.requestSubmit();
  await vi.waitFor(() => expect(says()).toMatch(/holds no token/), 10_000);

  input("token").value = inject("token");
  form.requestSubmit();
  await vi.waitFor(() => expect(says()).toMatch(/^20 of \d+ late orders$/), 10_000);
  const [first] = document.querySelectorAll("tbody tr");
  const [number] = [...(first?.querySelectorAll("td") ?? [])].map((cell) => cell.textContent);
  first?.querySelector("button")?.click();
  await vi.waitFor(() => expect(says()).toBe(`${number} has left`), 10_000);

  const bridge = createBridge({ url: inject("url"), token: inject("token") });
  const { results } = await bridge.table("orders").list({ search: number ?? "", select: ["id", "status"] });
  expect(results).toMatchObject([{ status: "shipped" }]);
});
