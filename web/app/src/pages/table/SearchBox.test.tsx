import { MantineProvider } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { shop } from "../../testShop";
import { SearchBox } from "./SearchBox";

/** A box whose address changes only when the test says so, as one does that is slow. */
function show() {
  const searched: string[] = [];
  const box = (text: string) => (
    <MantineProvider env="test">
      <SearchBox
        source={shop("orders")}
        text={text}
        onSearch={(next) => searched.push(next)}
        inputRef={{ current: null }}
      />
    </MantineProvider>
  );
  const { rerender } = render(box(""));
  return { searched, addressSays: (text: string) => rerender(box(text)), input: screen.getByRole("searchbox") };
}

it("keeps what is typed while the address takes up what was typed before", async () => {
  const { searched, addressSays, input } = show();
  await userEvent.type(input, "ab");
  await waitFor(() => expect(searched).toEqual(["ab"]));
  await userEvent.type(input, "c");
  addressSays("ab");
  expect(input).toHaveValue("abc");
  await waitFor(() => expect(searched).toEqual(["ab", "abc"]));
});

it("shows what an address says that came from elsewhere", async () => {
  const { addressSays, input } = show();
  await userEvent.type(input, "ab{Enter}");
  addressSays("ab");
  addressSays("");
  expect(input).toHaveValue("");
  addressSays("ab");
  expect(input).toHaveValue("ab");
});
