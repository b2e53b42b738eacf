import "../../i18n/files";
import { ApiError } from "@jetway/core";
import { describe, expect, it } from "vitest";
import type { FileRule } from "../../api/types";
import { i18n } from "../../i18n/i18n";
import { column, source, table } from "../exampleTable";
import { contextFor } from "../registry";
import { acceptKind, acceptText, DOCUMENTS, factsText, fits, isPicture } from "./kinds";
import { canHoldFiles, fileName, fileText } from "./path";
import { mayPass, refusedBefore, refusedThere, ruleText } from "./rules";

const { t } = i18n;
const ID = "0b6e0c4e-6f5e-4f9a-9b2f-0f8f6f0a7c11";
const pictures: FileRule = { accept: ["image/*", ".pdf"], most_bytes: 5_000_000 };

const file = (name: string, type = "", size = 100) => new File([new Uint8Array(size)], name, { type });
const problem = (status: number, code: string) =>
  new ApiError({ type: "", title: "", status, code, detail: "The bridge says why." });

it("shows a file by its name, and what is none as it is", () => {
  expect(fileName(`${ID}/a photo.png`)).toBe("a photo.png");
  expect(fileText("https://example.com/a.png")).toBe("https://example.com/a.png");
  expect([`${ID}/`, "photo.png", null, 7].map((value) => fileName(value))).toEqual([null, null, null, null]);
});

it("is offered for columns that can name one", () => {
  const fields = [
    column({ name: "id" }),
    column({ name: "photo", length: 200 }),
    column({ name: "code", length: 12 }),
    column({ name: "status", options: ["new"] }),
    column({ name: "made", writable: false }),
    column({ name: "size", type: "integer" }),
  ];
  const shop = source(table("products", fields));
  const able = fields.filter(({ name }) => canHoldFiles(contextFor(shop, name)));
  expect(able.map(({ name }) => name)).toEqual(["photo"]);
});

describe("a file fits", () => {
  it.each([
    ["photo.png", "image/png", true],
    ["scan.PDF", "application/pdf", true],
    ["photo", "", true],
    ["logo.svg", "image/svg+xml", false],
    ["notes.txt", "text/plain", false],
  ])("%s: %s", (name, type, expected) => {
    expect(fits(pictures, { name, type })).toBe(expected);
  });

  it("any column without a list, and by its type or its ending", () => {
    expect(fits({ accept: [], most_bytes: 1 }, file("a.exe"))).toBe(true);
    expect(fits({ accept: ["image/png"], most_bytes: 1 }, file("a.jpg", "image/jpeg"))).toBe(false);
  });
});

it("says before anybody chooses what the field takes", () => {
  expect(ruleText(pictures, t)).toBe("Pictures, PDF · up to 5 MB");
  expect(acceptText([], t)).toBe("Any file");
  expect(acceptText(["image/png", "application/vnd.ms-excel"], t)).toBe("PNG, application/vnd.ms-excel");
});

it("knows the lists that people choose by a word", () => {
  expect([[], ["image/*"], [...DOCUMENTS].reverse(), [".pdf"]].map(acceptKind)).toEqual([
    "any",
    "pictures",
    "documents",
    "own",
  ]);
});

it("refuses without sending what cannot fit", () => {
  expect(refusedBefore(pictures, file("a.txt", "text/plain"), t)).toBe(
    "a.txt does not fit. This field takes: Pictures, PDF.",
  );
  expect(refusedBefore(pictures, file("a.png", "image/png", 0), t)).toBe("a.png is empty.");
  expect(refusedBefore({ ...pictures, most_bytes: 50 }, file("a.png", "image/png"), t)).toBe(
    "a.png is too large: 100 bytes. This field takes up to 50 bytes.",
  );
  expect(refusedBefore({ ...pictures, most_bytes: 1_000_000 }, file("a.png", "image/png", 1_000_069), t)).toBe(
    "a.png is just over the limit. This field takes up to 1 MB.",
  );
  expect(refusedBefore(pictures, file("a.png", "image/png"), t)).toBeNull();
});

it("says in plain words why the bridge refused, and which of it may pass", () => {
  const sent = file("a.png", "image/png");
  expect(refusedThere({ ...pictures, most_bytes: 50 }, sent, problem(413, "http_413"), t)).toMatch(/up to 50 bytes/);
  expect(refusedThere(pictures, sent, problem(413, "http_413"), t)).toBe(
    "a.png (100 bytes) is too large for a server between you and the bridge.",
  );
  expect(refusedThere(pictures, sent, problem(422, "file_type_refused"), t)).toMatch(/does not fit/);
  expect(refusedThere(pictures, sent, problem(404, "unknown_route"), t)).toMatch(/takes no files any more/);
  expect(refusedThere(pictures, sent, problem(422, "else"), t)).toBe("The bridge says why.");
  expect([0, 422, 429, 503].map((status) => mayPass(problem(status, "")))).toEqual([true, false, true, true]);
});

it("says shortly what a file is", () => {
  expect(factsText({ name: "a.pdf", type: "application/pdf", size: 42_000 })).toBe("PDF · 42 kB");
  expect(factsText({ name: "photo", type: "image/jpeg", size: 1_500_000 })).toBe("JPEG · 1.5 MB");
  expect(["image/png", "image/svg+xml", "text/html"].map(isPicture)).toEqual([true, false, false]);
});
