/** Tables of a bridge as React hooks, on TanStack Query. */
export { createHooks, type Hooks, type Keeping, type SourceHooks } from "./hooks.js";
