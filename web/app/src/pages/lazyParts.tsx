/** Loaded with the first page that needs them, so that what comes first stays small. */
import { lazy } from "react";

export const ColumnsPanel = lazy(async () => ({ default: (await import("./table/ColumnsPanel")).ColumnsPanel }));
export const DeletedRows = lazy(async () => ({ default: (await import("./table/DeletedRows")).DeletedRows }));
export const DeclareDialog = lazy(async () => ({ default: (await import("./declare/DeclareDialog")).DeclareDialog }));
export const ExportDialog = lazy(async () => ({ default: (await import("./table/ExportDialog")).ExportDialog }));
export const DataGrid = lazy(async () => ({ default: (await import("../grid/DataGrid")).DataGrid }));
export const FilterEditor = lazy(async () => ({ default: (await import("./filter/FilterEditor")).FilterEditor }));
export const ImportDialog = lazy(async () => ({ default: (await import("./import/ImportDialog")).ImportDialog }));
export const SourceActions = lazy(async () => ({ default: (await import("./table/SourceActions")).SourceActions }));
export const RecordDrawer = lazy(async () => ({ default: (await import("../record/RecordDrawer")).RecordDrawer }));
export const RecordForm = lazy(async () => ({ default: (await import("../record/RecordForm")).RecordForm }));
export const RecordPage = lazy(async () => ({ default: (await import("../record/RecordPage")).RecordPage }));
