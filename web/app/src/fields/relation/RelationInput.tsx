import type { InputProps } from "../field";
import { NumberInput } from "../number/NumberInput";
import { TextInput } from "../text/TextInput";
import { RelationPicker } from "./RelationPicker";
import { targetOf } from "./related";

/** Searches the related table. A key of several columns needs somebody who sets them together, else it stays plain. */
export function RelationInput(props: InputProps) {
  const { relation, column } = props.context;
  const target = targetOf(props.context);
  const composite = relation !== null && relation.columns.length > 1;
  if (target && (!composite || props.onChangeMany)) return <RelationPicker {...props} target={target} />;
  return ["integer", "decimal", "float"].includes(column.type) ? <NumberInput {...props} /> : <TextInput {...props} />;
}
