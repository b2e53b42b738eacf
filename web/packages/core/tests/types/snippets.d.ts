/** What the snippets of the docs take for granted. */
import type { Bridge as Of, Table, TableOf } from "../../src/index.js";
import type { paths as Shop } from "./dist/shop.js";
import type { Pay } from "./pay.js";

declare global {
  const token: string;
  const bridge: Of<Shop & Pay>;
  const orders: Table<TableOf<Shop, "", "orders">>;
  const order: TableOf<Shop, "", "orders">["row"];
  const file: File;
  const picture: File;
  const show: (...told: unknown[]) => void;
  const process: { env: { [name: string]: string | undefined } };
}
