import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import type { Value } from "../../api/types";
import { column, source, table } from "../exampleTable";
import { contextFor } from "../registry";
import { MoneyInput } from "./MoneyInput";

const prices = source(
  table("prices", [column({ name: "currency" }), column({ name: "amount", type: "integer", money: "currency" })]),
);
const context = contextFor(prices, "amount");
let sent: Value;

function Amount({ currency }: { currency: string }) {
  const [value, setValue] = useState<Value>(null);
  const change = (next: Value) => {
    sent = next;
    setValue(next);
  };
  return (
    <MantineProvider env="test">
      <MoneyInput id="amount" context={context} value={value} onChange={change} row={{ currency, amount: value }} />
    </MantineProvider>
  );
}

it("takes an amount of the currency, and shows the same count in another as what it is there", async () => {
  const drawn = render(<Amount currency="eur" />);
  await userEvent.type(screen.getByRole("textbox"), "19.99");
  expect(sent).toBe(1999);
  drawn.rerender(<Amount currency="jpy" />);
  expect(screen.getByRole("textbox")).toHaveValue("1999");
  drawn.rerender(<Amount currency="kwd" />);
  expect(screen.getByRole("textbox")).toHaveValue("1.999");
  expect(sent).toBe(1999);
});

it("takes the smallest unit, and says so, where nobody knows the currency", async () => {
  render(<Amount currency="" />);
  expect(screen.getByPlaceholderText("In the smallest unit: 1999 is 19.99")).toBeVisible();
  await userEvent.type(screen.getByRole("textbox"), "1999");
  expect(sent).toBe(1999);
});
