import { expect, it } from "vitest";
import { newAuth, optionsOf, pagingAs } from "./parts";

it("asks for the options that a proof names", () => {
  expect([...optionsOf(newAuth("client_credentials"))]).toEqual(["client_id", "client_secret"]);
  expect([...optionsOf(newAuth("api_key"))]).toEqual(["key"]);
  expect([...optionsOf(newAuth("authorization_code"))]).toEqual(["client_id", "client_secret", "consent"]);
  expect([...optionsOf(newAuth("none"))]).toEqual([]);
});

it("keeps the size of pages when the way from page to page is another", () => {
  const cursor = { kind: "cursor", param: "after", next: "next", size: "limit", most: 50 };
  expect(pagingAs(cursor, "page")).toEqual({ kind: "page", param: "page", size: "limit", most: 50 });
  expect(pagingAs(cursor, "none")).toEqual({ kind: "none" });
});
