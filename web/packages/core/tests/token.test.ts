import { expect, it, vi } from "vitest";
import { holdToken } from "../src/index.js";

function held(life_s = 600) {
  const clock = { now: 0 };
  let made = 0;
  const ask = vi.fn(async () => ({ token: `t${++made}`, expires_s: life_s }));
  return { clock, ask, token: holdToken(ask, () => clock.now) };
}

it("is asked for once by callers at the same time", async () => {
  const { ask, token } = held();
  expect(await Promise.all([token.get(), token.get()])).toEqual(["t1", "t1"]);
  expect(ask).toHaveBeenCalledTimes(1);
});

it("is renewed before its end", async () => {
  const { clock, token } = held();
  await token.get();
  clock.now = 569_000;
  expect(await token.get()).toBe("t1");
  clock.now = 571_000;
  expect(await token.get()).toBe("t2");
});

it("is a new one for what lasts", async () => {
  const { token } = held();
  await token.get();
  expect(await token.renewed()).toBe("t2");
  expect(await token.get()).toBe("t2");
});

it("is dropped only where it was the one that was refused", async () => {
  const { token } = held();
  await token.get();
  token.drop("another");
  expect(await token.get()).toBe("t1");
  token.drop("t1");
  expect(await token.get()).toBe("t2");
});

it("is asked for again where asking failed", async () => {
  const answers = [Promise.reject(new Error("away")), "t1"];
  const token = holdToken(() => answers.shift() ?? "none");
  await expect(token.get()).rejects.toThrow("away");
  expect(await token.get()).toBe("t1");
});
