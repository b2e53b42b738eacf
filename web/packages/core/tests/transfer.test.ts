/** What a table has beside its rows: their history, their files, and rows as files. */
import { describe, expect, inject, it } from "vitest";
import { ApiError, createBridge, decodeKey, type ExportProgress, where } from "../src/index.js";

const bridge = createBridge({ url: inject("url"), token: inject("token") });
const suppliers = bridge.table("suppliers");
const employees = bridge.table("employees");

/** Of a country of which no other test has suppliers. */
const supplier = (name: string) => ({ name, city: "Faro", country: "T1", email: "ana@example.com" });

describe("what was done to a row", () => {
  it("is told newest first, a page at a time, and put back", async () => {
    const made = await suppliers.create(supplier("Lamps"));
    const key = made.id as number;
    await suppliers.update(key, { name: "Lights", city: "Porto" });
    const first = await suppliers.history(key, { perPage: 1 });
    const [event] = first.results;
    expect(event).toMatchObject({
      action: "update",
      actor: { name: "sdk", role: "owner" },
      from: { name: "Lamps", city: "Faro" },
      to: { name: "Lights", city: "Porto" },
    });
    const [before] = (await suppliers.history(key, { perPage: 1, cursor: first.next })).results;
    expect(before).toMatchObject({ action: "create", to: { name: "Lamps" } });
    const restored = await suppliers.restore(key, event?.id ?? 0, { columns: ["name"] });
    expect(restored).toMatchObject({ name: "Lamps", city: "Porto" });
    await suppliers.delete(key);
  });

  it("is told of all rows, of which a deleted one is made anew", async () => {
    const since = new Date().toISOString();
    const made = await suppliers.create(supplier("Gone"));
    await suppliers.delete(made.id as number);
    const { results } = await suppliers.tableHistory({ action: "delete", from: since });
    const event = results.find(({ from }) => from?.name === "Gone");
    expect(await suppliers.restore(decodeKey(event?.key ?? ""), event?.id ?? 0)).toEqual(made);
    await suppliers.delete(made.id as number);
  });
});

describe("a file of a row", () => {
  it("is sent, named by the row, found, and named no more", async () => {
    const [first, second] = (await suppliers.list({ order: ["id"], perPage: 2, select: ["id", "logo"] })).results;
    const [key, other] = [first?.id, second?.id] as number[];
    const before = first?.logo as string | null;
    const sent = await suppliers.upload("logo", new File([PICTURE], "ours.png", { type: "image/png" }));
    expect(sent).toMatchObject({ name: "ours.png", type: "image/png", size: PICTURE.length });
    await suppliers.update(key as number, { logo: sent.uploaded_path });

    const [file, ...rest] = await suppliers.files("logo", [key as number, other as number, 999999], { width: 64 });
    expect(file).toMatchObject({ name: "ours.png", size: PICTURE.length });
    expect(rest[1]).toBeNull();
    const kept = await fetch(file?.url ?? "");
    expect(new Uint8Array(await kept.arrayBuffer())).toEqual(PICTURE);

    await suppliers.update(key as number, { logo: null });
    expect(await suppliers.files("logo", [key as number])).toEqual([null]);
    await suppliers.update(key as number, { logo: before });
  });

  it("is refused where its column takes no such", async () => {
    const refused = suppliers.upload("logo", new File(["text"], "notes.txt"));
    await expect(refused).rejects.toMatchObject({ code: "file_type_refused", status: 422 });
  });
});

describe("a file of rows", () => {
  it("comes whole, and tells how far it is", async () => {
    const told: ExportProgress[] = [];
    const products = bridge.table("products");
    const { name, content } = await products.exportFile({
      select: ["id", "name"],
      order: ["id"],
      onProgress: (progress) => told.push(progress),
    });
    expect(name).toMatch(/^products.*\.csv$/);
    expect((await content.text()).split("\r\n")[0]).toBe('"id","name"');
    expect(told.at(-1)).toMatchObject({ bytes: content.size, rows: await products.aggregate({ func: "count" }) });
  });

  it("is looked at, tried and imported", async () => {
    const [boss] = (await employees.list({ order: ["id"], perPage: 1 })).results;
    const file = new File([[HEAD, line("a", boss?.email), line("b", boss?.email), ""].join("\n")], "new.CSV");
    expect((await employees.previewImport(file)).columns).toEqual(HEAD.split(","));

    const map = { Boss: "manager.email" };
    const filter = where("email", "ends_with", "@import.example");
    const found = async () => (await employees.list({ filter, order: ["name"] })).results;
    expect(await employees.importFile(file, { map, dryRun: true })).toMatchObject({ lines: 2, add: 2, errors: 0 });
    expect(await found()).toEqual([]);
    const told: number[] = [];
    const onProgress = ({ lines }: { lines: number }) => told.push(lines);
    expect(await employees.importFile(file, { map, onProgress })).toMatchObject({ lines: 2, add: 2, errors: 0 });
    expect((await found()).map((row) => row.manager_id)).toEqual([boss?.id, boss?.id]);

    const again = new File(["email,title\na@import.example,Head\nb@import.example,Clerk\n"], "again.csv");
    const changed = await employees.importFile(again, { mode: "update", match: ["email"] });
    expect(changed).toMatchObject({ add: 0, update: 1, unchanged: 1 });
    expect(await employees.deleteMany({ filter, expect: 2 })).toMatchObject({ count: 2 });
  });

  it("is refused where a line is wrong, and says which", async () => {
    const [boss] = (await employees.list({ order: ["id"], perPage: 1 })).results;
    const file = new File([[HEAD, line("c", boss?.email), line("d", "nobody"), ""].join("\n")], "new.csv");
    const map = { Boss: "manager.email" };
    const failed = (await employees.importFile(file, { map }).catch((error: unknown) => error)) as ApiError;
    expect(failed).toBeInstanceOf(ApiError);
    expect(failed.code).toBe("import_refused");
    expect(failed.problem.result).toMatchObject({ errors: 1, problems: [{ line: 3, code: "unknown_reference" }] });
    expect(await employees.importFile(file, { map, skipErrors: true })).toMatchObject({ add: 1, errors: 1 });
    await employees.deleteMany({ filter: where("email", "eq", "c@import.example"), expect: 1 });
  });

  it("that has other names for columns goes where it is told, whatever signs they have", async () => {
    const movements = bridge.table("Stock Movements");
    const file = new File(['[{"No": 1, "Amount": 5, "na-me": "x"}]'], "moves.json");
    const map = { No: "Movement No", Amount: "Quantity +/-", "na-me": null };
    const tried = await movements.importFile(file, { mode: "update", match: ["Movement No"], map, dryRun: true });
    expect(tried).toMatchObject({ lines: 1, errors: 0, ignored: ["na-me"] });
  });
});

const HEAD = "name,email,title,department,hired,salary,Boss";
const line = (name: string, boss: unknown) => `${name},${name}@import.example,Clerk,sales,2026-01-02,1000,${boss}`;

describe("a table", () => {
  it("describes itself, and its source all that the role sees", async () => {
    const described = await bridge.table("orders").describe();
    expect(described).toMatchObject({ model: "orders", key: ["id"], verbs: expect.arrayContaining(["update"]) });
    expect((await bridge.source("copy").describe()).map(({ model }) => model)).toEqual(["customers", "settings"]);
    await expect(bridge.table("ordres").describe()).rejects.toMatchObject({ code: "unknown_table" });
  });

  it("tells by their names what a row can be related to", async () => {
    const customers = await bridge.table("orders").choices("customer");
    expect(customers).toMatchObject({ table: "customers", source: "", nameColumn: "name" });
    const [first] = (await bridge.table("customers").list({ perPage: 1, order: ["name"] })).results;
    const name = String(first?.name);
    expect(await customers.find(name, { order: ["name"], perPage: 1 })).toEqual([
      { name, values: { customer_id: first?.id } },
    ]);
    expect(await customers.find()).toHaveLength(20);
    await expect(bridge.table("orders").choices("order_lines")).rejects.toMatchObject({ code: "unknown_relation" });
  });
});

/** One pixel. */
const PICTURE = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  ),
);
