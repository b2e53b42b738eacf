import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Row } from "../api/types";
import { column, source, table } from "../fields/exampleTable";
import { loadInputs } from "../fields/lazyInput";
import { EditForm } from "./EditForm";
import { type LeaveGuard, useLeaveGuard } from "./useLeaveGuard";

beforeAll(async () => void (await loadInputs()));

const orders = source(table("orders", [column({ name: "id", type: "integer" }), column({ name: "city" })]));
let guard: LeaveGuard;
let answer = () => {};
let sent: Row[];

beforeEach(() => {
  sent = [];
});

/** A form whose server answers when it is told to. */
function Form() {
  guard = useLeaveGuard();
  const [row, setRow] = useState<Row>({ id: 1, city: "Porto" });
  const save = (changes: Row) =>
    new Promise<void>((done) => {
      sent.push(changes);
      answer = () => {
        setRow((before) => ({ ...before, ...changes }));
        done();
      };
    });
  return <EditForm source={orders} row={row} guard={guard} focused={false} save={save} />;
}

function show() {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <Form />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { user: userEvent.setup(), city: screen.getByRole("textbox", { name: "City" }) };
}

it("keeps what is typed during a save, as a change that is not saved yet", async () => {
  const { user, city } = show();
  await user.type(city, "!");
  await user.keyboard("{Control>}s{/Control}");
  await user.type(city, "?");
  await act(async () => answer());
  expect(city).toHaveValue("Porto!?");
  expect(guard.isDirty()).toBe(true);
  expect(sent).toEqual([{ city: "Porto!" }]);
  expect(screen.getByRole("button", { name: "Save" })).toBeEnabled();
});

it("saves what was typed and saved during a save once that is answered", async () => {
  const { user, city } = show();
  await user.type(city, "!");
  await user.keyboard("{Control>}s{/Control}");
  await user.type(city, "?");
  await user.keyboard("{Control>}s{/Control}");
  expect(sent).toEqual([{ city: "Porto!" }]);
  await act(async () => answer());
  expect(sent).toEqual([{ city: "Porto!" }, { city: "Porto!?" }]);
  await act(async () => answer());
  expect(guard.isDirty()).toBe(false);
});
