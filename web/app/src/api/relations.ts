/** Relations that people declare where no source knows of one. */

import { FIRST, sourcePath } from "@jetway/core";
import { bridgeRequest } from "./client";
import { ownName } from "./paths";
import type { TableRef } from "./tables";
import type { DeclaredRelation, Table } from "./types";

/** The relation that leads from `column` to a column of another table. */
export function declared(from: Table, column: string, to: { table: Table; column: string }): DeclaredRelation {
  const relation: DeclaredRelation = {
    direction: "MANYTOONE",
    local_field: column,
    related_model: ownName(to.table),
    related_field: to.column,
  };
  return to.table.source === from.source ? relation : { ...relation, related_source: to.table.source || FIRST };
}

/** The declared relation that a column leads by; undefined where it leads by none. */
export function declaredOf(table: Table, column: string): DeclaredRelation | undefined {
  return table.relation_overrides.find((one) => one.direction === "MANYTOONE" && one.local_field === column);
}

/** Lets the column lead by `relation` and by no other; null: nowhere. The table's other relations stay. */
export async function declareRelation(
  { project, bridge, table }: TableRef,
  column: string,
  relation: DeclaredRelation | null,
): Promise<void> {
  const before = declaredOf(table, column);
  const others = table.relation_overrides.filter((one) => one !== before);
  const relations = [...others, ...(relation ? [relation] : [])].map(sent);
  const path = `${sourcePath(table.source)}model_descriptions/relationship_overrides/`;
  await bridgeRequest(project, bridge, path, { method: "POST", body: [{ model: ownName(table), relations }] });
}

/** Without the name that the bridge made for it. */
function sent(relation: DeclaredRelation): DeclaredRelation {
  const { direction, local_field, related_model, related_field, related_source } = relation;
  return { direction, local_field, related_model, related_field, ...(related_source && { related_source }) };
}
