/** What must compile against the demo's document, and with `@ts-expect-error` what must not. */
import { createBridge } from "@jetway/core";
import type { paths as Copy } from "../../../core/tests/types/dist/copy.js";
import type { paths as Shop } from "../../../core/tests/types/dist/jetway.js";
import { createDataProvider as forReactAdmin } from "../../src/react-admin.js";
import { createDataProvider as forRefine } from "../../src/refine.js";

const bridge = createBridge<Shop & Copy>({ url: "https://jetway.example" });
export const providers = [forReactAdmin(bridge), forRefine(bridge, { source: "copy" })];
export const untyped = forRefine(createBridge({ url: "https://jetway.example" }), { source: "any" });
// @ts-expect-error no such source
forReactAdmin(bridge, { source: "kopy" });
