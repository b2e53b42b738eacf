/** Tables of a bridge as Angular resources and signals. */

export type { ChangeRef } from "./change.js";
export { BRIDGE, createInjectors, type Injectors, type Reactive, type SourceInjectors } from "./injectors.js";
export type { PagesRef } from "./pages.js";
