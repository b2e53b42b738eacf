import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { EMPTY_VIEW, type ListView } from "../api/rows";
import { ORDERS } from "../testShop";
import { useRowSelection } from "./useRowSelection";

const PAID: ListView = { ...EMPTY_VIEW, filters: [{ column: "status", op: "eq", value: "paid" }] };
const rendered = () =>
  renderHook(({ view }) => useRowSelection(ORDERS, view, (index) => ({ id: index })), { initialProps: { view: PAID } });

it("means all that the list finds only once that was said", () => {
  const { result } = rendered();
  expect(result.current.chosen).toBeNull();
  act(() => result.current.toggle(3, false));
  expect(result.current.chosen).toEqual({ keys: new Set(["3"]) });
  act(() => result.current.chooseWhole());
  expect(result.current.chosen).toEqual({ view: PAID });
});

it("does not mean what other filters find", () => {
  const { result, rerender } = rendered();
  act(() => result.current.chooseWhole());
  rerender({ view: { ...PAID, order: [{ column: "id", descending: true }] } });
  expect(result.current.whole).toBe(true);
  rerender({ view: { ...PAID, search: "A-1" } });
  expect(result.current.chosen).toBeNull();
});

it("goes back to the ticked rows where one of all is unticked", () => {
  const { result } = rendered();
  act(() => result.current.set([1, 2], true));
  act(() => result.current.chooseWhole());
  act(() => result.current.toggle(2, false));
  expect(result.current.chosen).toEqual({ keys: new Set(["1"]) });
});
