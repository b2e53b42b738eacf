/** Tables of a bridge as Vue composables, on TanStack Query. */
export { type Composables, createComposables, type Keeping, type SourceComposables } from "./composables.js";
