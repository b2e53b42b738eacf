/** What components use, typed by the bridge's document. */
import { createComposables } from "@jetway/vue";
import type { paths } from "./jetway";

export const { BridgePlugin, useRows, useUpdateRow, useEndpoint } = createComposables<paths>();
