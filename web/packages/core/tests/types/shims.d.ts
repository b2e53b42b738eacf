/** What compiles elsewhere, or is not installed here. */
declare module "*.vue" {
  import type { Component } from "vue";

  export const component: Component;
  // biome-ignore lint/style/noDefaultExport: what single-file components have
  export { component as default };
}
declare module "react-admin" {
  export const Admin: (props: { [name: string]: unknown }) => null;
  export const Resource: (props: { [name: string]: unknown }) => null;
  export const ListGuesser: () => null;
}
declare module "@refinedev/core" {
  export const Refine: (props: { [name: string]: unknown }) => null;
}
