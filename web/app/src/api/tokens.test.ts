import { expect, it, vi } from "vitest";
import { TokenStore } from "./tokens";

function store(life_s = 600) {
  const clock = { now: 0 };
  let made = 0;
  const ask = vi.fn(async () => ({ token: `t${++made}`, expires_s: life_s }));
  return { clock, ask, tokens: new TokenStore(ask, () => clock.now) };
}

it("asks once for callers at the same time", async () => {
  const { ask, tokens } = store();
  expect(await Promise.all([tokens.get("b", "p"), tokens.get("b", "p")])).toEqual(["t1", "t1"]);
  expect(ask).toHaveBeenCalledTimes(1);
});

it("renews before the end", async () => {
  const { clock, tokens } = store();
  await tokens.get("b", "p");
  clock.now = 569_000;
  expect(await tokens.get("b", "p")).toBe("t1");
  clock.now = 571_000;
  expect(await tokens.get("b", "p")).toBe("t2");
});

it("drops only the token that was refused", async () => {
  const { tokens } = store();
  await tokens.get("b", "p");
  tokens.drop("b", "p", "another");
  expect(await tokens.get("b", "p")).toBe("t1");
  tokens.drop("b", "p", "t1");
  expect(await tokens.get("b", "p")).toBe("t2");
});

it("keeps nothing that arrives after sign-out", async () => {
  const { tokens } = store();
  const late = tokens.get("b", "p");
  tokens.clear();
  await late;
  expect(await tokens.get("b", "p")).toBe("t2");
});
