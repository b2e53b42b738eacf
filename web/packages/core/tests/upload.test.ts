// @vitest-environment jsdom
import { expect, inject, it } from "vitest";
import { createBridge } from "../src/index.js";

/** What begins as a picture does. */
const picture = (bytes: number) =>
  new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), new Uint8Array(bytes - 8)], "large.png");

const suppliers = createBridge({ url: inject("url"), token: inject("token") }).table("suppliers");

it("tells how much of a file is sent, where the browser does", async () => {
  const shares: number[] = [];
  const sent = await suppliers.upload("logo", picture(300_000), { onProgress: (share) => shares.push(share) });
  expect(sent).toMatchObject({ name: "large.png", size: 300_000 });
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
});

it("gives a file up that is not wanted any more", async () => {
  const cancel = new AbortController();
  const onProgress = () => cancel.abort();
  const sent = suppliers.upload("logo", picture(900_000), { onProgress, signal: cancel.signal });
  await expect(sent).rejects.toMatchObject({ name: "AbortError" });
});
