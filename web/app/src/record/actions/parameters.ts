/** The parameters of an action as the columns of a form. */
import { ApiError } from "@jetway/core";
import type { Operation, Parameter } from "../../api/operations";
import type { TableRef } from "../../api/tables";
import type { Column } from "../../api/types";
import { fieldFor } from "../../fields/registry";
import { humanise } from "../../lib/humanise";
import type { FormColumn } from "../formColumns";

export interface ParameterColumn extends FormColumn {
  money: string | null;
}

export function parameterColumns(source: TableRef, operation: Operation): ParameterColumn[] {
  return operation.parameters.map((parameter) => {
    const column = columnOf(parameter);
    const field = fieldFor(column, null, { field: parameter.money ? "number" : undefined });
    const title = parameter.title || humanise(parameter.name);
    return {
      name: parameter.name,
      column,
      context: { source, table: source.table, column, relation: null, title, options: {} },
      field,
      wide: field.wide?.(column) ?? false,
      required: parameter.required,
      locked: null,
      money: parameter.money,
    };
  });
}

function columnOf(parameter: Parameter): Column {
  const { name, type, required, options, comment } = parameter;
  const standing = parameter.default !== null && parameter.default !== undefined;
  return {
    name,
    type,
    native: type,
    // A switch that stands somewhere by itself has no third state.
    nullable: !required && !(type === "boolean" && standing),
    required,
    writable: true,
    creatable: true,
    updatable: true,
    generated: false,
    identity: "",
    default: standing ? { kind: "value", value: parameter.default } : null,
    length: null,
    precision: null,
    scale: null,
    minimum: null,
    maximum: null,
    options,
    item: null,
    comment,
    ops: [],
    sortable: false,
  };
}

/** A refusal that points at parameters, as one that points at columns of a form. */
export function ofParameters(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const errors = error.problem.errors?.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/parameters\//, "/") }));
  return new ApiError({ ...error.problem, errors });
}
