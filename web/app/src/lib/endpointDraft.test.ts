import { expect, it } from "vitest";
import type { Operation } from "../api/operations";
import type { Policy } from "../api/policy";
import {
  curlOf,
  draftOf,
  endpointOf,
  NEW_QUERY,
  sentTo,
  takenBy,
  withEndpoint,
  withoutEndpoint,
  withSql,
} from "./endpointDraft";

const parameter = { required: false, options: [], default: null, title: "", comment: "", money: null };
const REFUND: Operation = {
  operation: "charges.refund",
  title: "Refund",
  table: "charges",
  changes: true,
  confirm: "",
  answers: "refunds",
  once: true,
  version: "2",
  parameters: [{ ...parameter, name: "amount", type: "integer", required: true }],
};
const POLICY: Policy = {
  version: 1,
  roles: { owner: { endpoints: true }, support: { endpoints: ["late", "refund"] }, viewer: {} },
  queries: { late: { title: "Late", sql: "SELECT :n", parameters: [{ name: "n", type: "integer" }] } },
  endpoints: {
    late: { title: "Late", query: "late", shape: "row", parameters: { n: { default: 5 } } },
    refund: {
      operation: "pay/charges.refund",
      version: "1",
      parameters: { amount: { value: "5" }, gone: { value: 1 } },
    },
  },
};

it("finds the parameters of a text, outside of texts, casts and comments, and keeps their types", () => {
  const sql = "SELECT ':no', x::date, \":no\", {{region}}, {{ actor.id }} -- :no\n/* :no */ WHERE a = :n AND b = :n";
  expect(withSql(POLICY.queries.late as never, sql).parameters).toEqual([
    { name: "region", type: "text" },
    { name: "n", type: "integer" },
  ]);
});

it("says what a caller still has to send", () => {
  const late = draftOf(POLICY, "late");
  expect(sentTo(late, takenBy(late, null)).map((one) => [one.name, one.required])).toEqual([["n", false]]);
  const refund = draftOf(POLICY, "refund");
  expect(sentTo(refund, takenBy(refund, REFUND)).map((one) => one.name)).toEqual(["_key"]);
});

it("is saved as it is, with the version of what it runs, and without what that does not take", () => {
  expect(endpointOf(draftOf(POLICY, "late"), null)).toEqual(POLICY.endpoints.late);
  expect(endpointOf(draftOf(POLICY, "refund"), REFUND)).toEqual({
    title: "refund",
    operation: "pay/charges.refund",
    version: "2",
    parameters: { amount: { value: "5" } },
  });
});

it("is granted to the roles that were chosen, and to no other", () => {
  const draft = { ...draftOf(POLICY, "late"), roles: ["viewer"] };
  const { roles, queries } = withEndpoint(POLICY, draft, null);
  expect(roles).toEqual({
    owner: { endpoints: true },
    support: { endpoints: ["refund"] },
    viewer: { endpoints: ["late"] },
  });
  expect(queries).toBeUndefined();
});

it("saves a query that was written with it under its own id", () => {
  const query = withSql({ sql: "" }, "SELECT 1");
  const draft = { ...draftOf(POLICY, null), id: "one", title: "One", runs: NEW_QUERY, query };
  const saved = withEndpoint(POLICY, draft, null);
  expect(saved.queries?.one).toEqual({ title: "One", sql: "SELECT 1", parameters: [] });
  expect(saved.endpoints?.one?.query).toBe("one");
});

it("goes from the roles too, and leaves its query", () => {
  expect(withoutEndpoint(POLICY, "refund")).toEqual({
    roles: { ...POLICY.roles, support: { endpoints: ["late"] } },
    endpoints: { late: POLICY.endpoints.late },
  });
});

it("is called with what has to be sent", () => {
  expect(curlOf("https://a/x/", false, { n: 1 })).toContain("curl 'https://a/x/?n=1'");
  expect(curlOf("https://a/x/", true, { n: "it's" })).toContain(`-d '{"n":"it'\\''s"}'`);
});
