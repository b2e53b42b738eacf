import { expect, it, vi } from "vitest";
import { type Brought, bring, takeAnswer } from "./consentChannel";

it("offers an answer until who asked for it takes it, once", async () => {
  const others: Brought[] = [];
  const stop = takeAnswer("another", (brought) => others.push(brought));
  const taken = vi.fn();
  bring({ state: "mine", code: "c" }, taken);
  const answer = await new Promise<Brought>((resolve) => takeAnswer("mine", resolve));
  expect(answer).toEqual({ state: "mine", code: "c" });
  await vi.waitFor(() => expect(taken).toHaveBeenCalledOnce(), 10_000);
  expect(others).toEqual([]);
  stop();
});
