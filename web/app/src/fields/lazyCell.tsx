/** Cells that few tables have come when the first of them is drawn. */
import { type ComponentType, lazy, Suspense } from "react";
import type { Value } from "../api/types";
import type { CellProps } from "./field";
import styles from "./parts/cell.module.css";

/** The cell as soon as it is here, until then the value as `text`. */
export function lazyCell(
  load: () => Promise<ComponentType<CellProps>>,
  text: (value: Value) => string = () => "",
): ComponentType<CellProps> {
  const Cell = lazy(async () => ({ default: await load() }));
  return function LazyCell(props: CellProps) {
    return (
      <Suspense fallback={<span className={styles.line}>{text(props.value)}</span>}>
        <Cell {...props} />
      </Suspense>
    );
  };
}
