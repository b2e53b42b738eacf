import { expect, it } from "vitest";
import { clipboardText } from "./clipboard";

it("copies one cell as it is", () => {
  expect(clipboardText([['say "hi"\tthere']])).toBe('say "hi"\tthere');
});

it("copies a range as a spreadsheet pastes it", () => {
  expect(
    clipboardText([
      ["INV-1", "€1.00"],
      ["INV-2", ""],
    ]),
  ).toBe("INV-1\t€1.00\nINV-2\t");
});

it("quotes what would break the table", () => {
  expect(clipboardText([["two\nlines", 'a "b"', "plain"]])).toBe('"two\nlines"\t"a ""b"""\tplain');
});
