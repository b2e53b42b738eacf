/** Loaded with the first page that needs them, so that signing in stays small. */
import { lazy } from "react";
import { Placeholder } from "./Placeholder";

export const DataGrid = lazy(async () => ({ default: (await import("../grid/DataGrid")).DataGrid }));
export const RecordForm = lazy(async () => ({ default: (await import("../record/RecordForm")).RecordForm }));
export const RecordDrawer = lazy(async () => ({ default: Placeholder }));
export const RecordPage = lazy(async () => ({ default: Placeholder }));
