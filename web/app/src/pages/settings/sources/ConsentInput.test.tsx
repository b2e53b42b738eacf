import "../../../i18n/sources";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { OptionField, OptionValue } from "../../../api/sourceChanges";
import type { Place } from "../../../shell/places";
import { ConsentInput } from "./ConsentInput";

const FIELD: OptionField = { name: "consent", label: "Consent", type: "consent", required: false };
const SOURCE = { place: {} as Place, kind: "rest", options: {} };

function input(value: OptionValue, error?: string) {
  return (
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider env="test">
        <ConsentInput
          field={FIELD}
          value={value}
          elsewhere={false}
          error={error}
          source={SOURCE}
          onChange={() => undefined}
        />
      </MantineProvider>
    </QueryClientProvider>
  );
}

it("says what is wrong with a consent until there is another one", () => {
  const { rerender } = render(input("first", "Consent has ended"));
  expect(screen.getByText("Consent has ended")).toBeInTheDocument();
  expect(screen.queryByRole("status")).not.toBeInTheDocument();
  rerender(input("second", "Consent has ended"));
  expect(screen.queryByText("Consent has ended")).not.toBeInTheDocument();
  expect(screen.getByRole("status")).toHaveTextContent("It is kept once you save");
});

it("tells the provider the address of a page beside this one", () => {
  render(input({ $secret: true }));
  expect(screen.getByLabelText("Redirect address")).toHaveValue(new URL("connected.html", document.baseURI).href);
  expect(screen.getByRole("button", { name: "Connect again" })).toBeEnabled();
});
