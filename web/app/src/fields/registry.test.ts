import { describe, expect, it } from "vitest";
import type { Column, Relation } from "../api/types";
import { column } from "./exampleTable";
import { fieldFor, fields } from "./registry";

const customer: Relation = {
  name: "customer",
  columns: ["customer_id"],
  target: "customers",
  target_columns: ["id"],
  many: false,
  on_delete: "restrict",
};

describe("the field of a column", () => {
  it.each([
    ["text", {}, "text"],
    ["a note", { name: "internal_note" }, "long_text"],
    ["a text of many letters", { length: 2000 }, "long_text"],
    ["a text with options", { options: ["a", "b"] }, "enum"],
    ["an address", { name: "website_url" }, "link"],
    ["an e-mail", { name: "email" }, "link"],
    ["a picture", { name: "avatar_url" }, "image"],
    ["an integer", { type: "integer", name: "total" }, "number"],
    ["a decimal", { type: "decimal", name: "weight" }, "number"],
    ["a price", { type: "decimal", name: "unitPrice" }, "money"],
    ["a rate", { type: "decimal", name: "tax_rate" }, "number"],
    ["a geometry", { type: "geometry" }, "json"],
    ["an unknown type", { type: "other" }, "other"],
  ] satisfies [string, Partial<Column>, string][])("%s", (_name, changes, id) => {
    expect(fieldFor(column(changes), null).id).toBe(id);
  });

  it("is a relation where the column is a foreign key", () => {
    expect(fieldFor(column({ type: "integer" }), customer).id).toBe("relation");
  });

  it("is a file where people said so, whatever its name looks like", () => {
    const rule = { accept: ["image/*"], most_bytes: 5_000_000 };
    expect(fieldFor(column({ name: "photo_url", file: rule }), null).id).toBe("file");
    expect(fieldFor(column({ name: "photo_url", file: null }), null).id).toBe("image");
  });

  it("is what the settings say, if there is such a field", () => {
    expect(fieldFor(column({}), null, { field: "json" }).id).toBe("json");
    expect(fieldFor(column({}), null, { field: "gone" }).id).toBe("text");
  });

  it("exists for every type, with an id of its own", () => {
    expect(new Set(fields.map((field) => field.id)).size).toBe(fields.length);
  });
});
