/** The rule that every row of a role's table satisfies, as lists of filters: all of one of them hold. */
import type { Condition, Rights, Rule } from "../api/policy";
import type { FilterItem } from "../api/rows";
import { filterTree } from "../api/rows";
import type { TableRef } from "../api/tables";
import type { Table } from "../api/types";

/** The column holds what is known of whoever asks. */
export interface OwnCondition {
  column: string;
  attribute: string;
}

export interface RowRule {
  filters: FilterItem[];
  own: OwnCondition[];
}

interface Named {
  name: string;
  type: string;
}

const isCondition = (rule: Rule): rule is Condition => "column" in rule;

export const NO_CONDITION: RowRule = { filters: [], own: [] };

const isEmpty = ({ filters, own }: RowRule) => filters.length + own.length === 0;

/**
 * The rule as lists of filters, of which one must hold; none where there is no rule. Null where it says more than
 * such lists can.
 */
export function readRule(rule: Rights["rows"]): RowRule[] | null {
  if (rule === undefined) return [];
  const ways = ("or" in rule ? rule.or : [rule]).map(readAll);
  return ways.every((way) => way !== null) ? ways : null;
}

function readAll(rule: Rule): RowRule | null {
  const found: RowRule = { filters: [], own: [] };
  for (const item of "and" in rule ? rule.and : [rule]) {
    const leaf = "not" in item ? item.not : item;
    if (!isCondition(leaf)) return null;
    const excluded = leaf !== item;
    if ("attribute" in leaf) {
      if (excluded || leaf.op !== "eq") return null;
      found.own.push({ column: leaf.column, attribute: leaf.attribute });
    } else {
      const filter = { column: leaf.column, op: leaf.op, value: leaf.value };
      found.filters.push(excluded ? { ...filter, exclude: true } : filter);
    }
  }
  return found;
}

/** What the rule goes by and nobody is shown: it is gone, or hidden by the bridge's own ceiling. No row passes then. */
export function unseenIn(rule: Rule, { table, tables }: Pick<TableRef, "table" | "tables">): string[] {
  if (isCondition(rule)) return leads(table, rule.column, tables) ? [] : [rule.column];
  const parts = "and" in rule ? rule.and : "or" in rule ? rule.or : [rule.not];
  return [...new Set(parts.flatMap((part) => unseenIn(part, { table, tables })))];
}

function leads(table: Table, path: string, tables: Map<string, Table>): boolean {
  if (table.fields.some(({ name }) => name === path)) return true;
  return table.links.some(({ name, target }) => {
    const there = path.startsWith(`${name}.`) ? tables.get(target) : undefined;
    return there !== undefined && leads(there, path.slice(name.length + 1), tables);
  });
}

/**
 * What "only their own" begins with: a column that is called as something that people were given, or one of e-mail
 * addresses. Everybody has the attributes of `everybodys`.
 */
export function suggestOwn(fields: readonly Named[], attributes: string[], everybodys: string[]): OwnCondition | null {
  const given = fields.find(({ name }) => attributes.includes(name) && !everybodys.includes(name));
  if (given) return { column: given.name, attribute: given.name };
  const owner =
    fields.find(({ name }) => /e_?mail/i.test(name)) ?? fields.find(({ type }) => type === "text") ?? fields[0];
  return owner ? { column: owner.name, attribute: "email" } : null;
}

/** `undefined` where every row may be seen. A way without conditions is left out: it would let every row through. */
export function writeRule(ways: RowRule[]): Rule | undefined {
  const written = ways.filter((way) => !isEmpty(way)).map(writeAll);
  return written.length > 1 ? { or: written } : written[0];
}

function writeAll({ filters, own }: RowRule): Rule {
  const { and } = filterTree(filters) as { and: Rule[] };
  return { and: [...and, ...own.map((one): Rule => ({ column: one.column, op: "eq", attribute: one.attribute }))] };
}
