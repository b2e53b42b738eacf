import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { LeaveDialog } from "./LeaveDialog";
import { leaveQuestion } from "./leaveQuestion";

function show(): void {
  render(
    <MantineProvider env="test">
      <LeaveDialog />
    </MantineProvider>,
  );
}

it("asks what was asked before it was there", async () => {
  const left = leaveQuestion.ask();
  show();
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(await left).toBe(true);
  expect(leaveQuestion.isOpen()).toBe(false);
});

it("lets who closes it stay", async () => {
  const left = leaveQuestion.ask();
  show();
  await userEvent.keyboard("{Escape}");
  expect(await left).toBe(false);
});

it("lets who asks again start over", async () => {
  const first = leaveQuestion.ask();
  const second = leaveQuestion.ask();
  expect(await first).toBe(false);
  leaveQuestion.answer(true);
  expect(await second).toBe(true);
});
