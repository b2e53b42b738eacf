import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useLeaveGuard } from "./useLeaveGuard";

it("lets people go once what they save is saved, without asking", async () => {
  const { result } = renderHook(() => useLeaveGuard());
  let stored = () => {};
  const work = new Promise<void>((done) => {
    stored = done;
  });
  result.current.setDirty(true);
  void result.current.saving(work);
  let left = false;
  const leaving = result.current.mayLeave().then((may) => {
    left = may;
  });
  await act(async () => {});
  expect(left).toBe(false);
  stored();
  await leaving;
  expect(left).toBe(true);
});
