/** The rule that every row of a role's table satisfies, as filters that all hold. */
import type { Attribute, Condition, Rights, Rule } from "../api/policy";
import type { FilterItem } from "../api/rows";
import { filterTree } from "../api/rows";

export const ATTRIBUTES: Attribute[] = ["id", "email", "name"];

/** The column holds what is known of whoever asks. */
export interface OwnCondition {
  column: string;
  attribute: string;
}

export interface RowRule {
  filters: FilterItem[];
  own: OwnCondition[];
}

const isCondition = (rule: Rule): rule is Condition => "column" in rule;

/** The rule as filters; null where it says more than a list of filters can, as `or` does. */
export function readRule(rule: Rights["rows"]): RowRule | null {
  if (rule === undefined) return { filters: [], own: [] };
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

/** `undefined` where every row may be seen. */
export function writeRule({ filters, own }: RowRule): Rule | undefined {
  const { and } = filterTree(filters) as { and: Rule[] };
  const all = [...and, ...own.map((one): Rule => ({ column: one.column, op: "eq", attribute: one.attribute }))];
  return all.length > 0 ? { and: all } : undefined;
}
