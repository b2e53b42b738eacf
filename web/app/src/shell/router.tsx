import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import * as v from "valibot";
import { AppLayout } from "./AppLayout";
import { setupOnly, signedInOnly, signedOutOnly } from "./guards";
import { NotFound } from "./NotFound";
import { RouteError } from "./RouteError";
import { optionalText, parseSearch, stringifySearch, viewSearch } from "./viewSearch";

const root = createRootRoute({ component: Outlet });

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: v.object({ code: optionalText }),
  beforeLoad: setupOnly,
  component: lazyRouteComponent(() => import("../pages/setup/SetupPage"), "SetupPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: v.object({ to: optionalText }),
  beforeLoad: signedOutOnly,
  component: lazyRouteComponent(() => import("../pages/signIn/SignInPage"), "SignInPage"),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: "/forgot",
  component: lazyRouteComponent(() => import("../pages/password/ForgotPage"), "ForgotPage"),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  validateSearch: v.object({ code: optionalText }),
  component: lazyRouteComponent(() => import("../pages/password/ResetPage"), "ResetPage"),
});

const singleSignOn = createRoute({
  getParentRoute: () => root,
  path: "/single-sign-on",
  validateSearch: v.object({ code: optionalText, state: optionalText, error: optionalText }),
  component: lazyRouteComponent(() => import("../pages/signIn/SingleSignOnPage"), "SingleSignOnPage"),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: "/invite",
  validateSearch: v.object({ code: optionalText }),
  component: lazyRouteComponent(() => import("../pages/invite/InvitePage"), "InvitePage"),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: signedInOnly,
  component: AppLayout,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(() => import("../pages/home/HomePage"), "HomePage"),
});

const connect = createRoute({
  getParentRoute: () => inside,
  path: "/connect",
  component: lazyRouteComponent(() => import("../pages/connect/ConnectPage"), "ConnectPage"),
});

const menu = createRoute({
  getParentRoute: () => inside,
  path: "/menu",
  component: lazyRouteComponent(() => import("../pages/menu/MenuPage"), "MenuPage"),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings/{-$page}/{-$item}",
  component: lazyRouteComponent(() => import("../pages/settings/SettingsPage"), "SettingsPage"),
});

const bridge = createRoute({
  getParentRoute: () => inside,
  path: "/$bridge",
  component: lazyRouteComponent(() => import("../pages/home/HomePage"), "HomePage"),
});

const table = createRoute({
  getParentRoute: () => inside,
  path: "/$bridge/$table",
  validateSearch: viewSearch,
  component: lazyRouteComponent(() => import("../pages/table/TablePage"), "TablePage"),
});

// A key never holds a bare `+`, so that no record is behind this address.
const create = createRoute({
  getParentRoute: () => inside,
  path: "/$bridge/$table/+new",
  component: lazyRouteComponent(() => import("../pages/create/CreatePage"), "CreatePage"),
});

const record = createRoute({
  getParentRoute: () => inside,
  path: "/$bridge/$table/$key",
  component: lazyRouteComponent(() => import("../pages/record/RecordRoute"), "RecordRoute"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    setup,
    signIn,
    forgot,
    reset,
    singleSignOn,
    invite,
    inside.addChildren([home, connect, menu, settings, bridge, table, create, record]),
  ]),
  // Keys, filters and searches stand behind the `#`: no server ever gets them in an address.
  history: createHashHistory(),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
