import { expect, it } from "vitest";
import { CUSTOMERS, ORDER_LINES, ORDERS } from "../testShop";
import { addSection, menuDraft, moveTable, removeSection, settingsWith, shiftTable } from "./menuDraft";

const tables = new Map([CUSTOMERS, ORDERS, ORDER_LINES].map((one) => [one.model, one]));
const SETTINGS = {
  menu: [{ title: "Sales", tables: ["orders", "secret"] }],
  tables: { orders: { title: "Purchases", display: "number" }, secret: { hidden: true } },
};
const draft = menuDraft(tables, SETTINGS, { rest: "Tables", sources: [] });
const shape = (one: typeof draft) => one.sections.map((section) => [section.title, ...section.tables]);

it("begins with the menu as it is", () => {
  expect(shape(draft)).toEqual([
    ["Sales", "orders"],
    ["Tables", "customers", "order_lines"],
  ]);
  expect(draft.titles.orders).toBe("Purchases");
});

it("puts the tables of a source into a section of their own", () => {
  const both = new Map([...tables, ["billing/orders", { ...ORDERS, model: "billing/orders", source: "billing" }]]);
  const sources = [{ name: "billing", title: "Billing" }];
  expect(shape(menuDraft(both, SETTINGS, { rest: "Tables", sources }))).toEqual([
    ["Sales", "orders"],
    ["Tables", "customers", "order_lines"],
    ["Billing", "billing/orders"],
  ]);
});

it("moves a table within a section and into the next", () => {
  expect(shape(shiftTable(draft, "orders", 1))).toEqual([["Sales"], ["Tables", "orders", "customers", "order_lines"]]);
  expect(shape(shiftTable(draft, "customers", 1))[1]).toEqual(["Tables", "order_lines", "customers"]);
  expect(shape(shiftTable(draft, "order_lines", -1))[1]).toEqual(["Tables", "order_lines", "customers"]);
  expect(shape(shiftTable(draft, "orders", -1))).toEqual(shape(draft));
  expect(shape(moveTable(draft, "order_lines", "s0", null))[0]).toEqual(["Sales", "orders", "order_lines"]);
});

it("keeps the tables of a section that is removed", () => {
  const added = addSection(draft, "More");
  expect(shape(removeSection(added, "s0"))).toEqual([["Tables", "customers", "order_lines", "orders"], ["More"]]);
});

it("saves what was changed and nothing else", () => {
  const saved = settingsWith(
    { ...draft, titles: { ...draft.titles, orders: " " }, hidden: ["customers"] },
    tables,
    SETTINGS,
  );
  expect(saved).toEqual({
    menu: [
      { title: "Sales", tables: ["orders", "secret"] },
      { title: "Tables", tables: ["customers", "order_lines"] },
    ],
    tables: { orders: { display: "number" }, customers: { hidden: true }, secret: { hidden: true } },
  });
});
