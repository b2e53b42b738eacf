import "../../i18n/actions";
import { lazy } from "react";

/** The dialog of an action, loaded with the first that somebody asks for. */
export const ActionDialog = lazy(async () => ({ default: (await import("./ActionDialog")).ActionDialog }));
