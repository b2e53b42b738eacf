/** The REST API of a Jetway bridge, typed by its OpenAPI document. */
export { type Bridge, createBridge, type Source } from "./bridge.js";
export type { Endpoint, EndpointOptions, Operation, Query, QueryAnswer, QueryOptions } from "./calls.js";
export {
  type Call,
  type Change,
  type Changes,
  type Creation,
  createChanges,
  type Deletion,
  type Run,
  type Update,
} from "./changes.js";
export type { Choices, Choosable, FindOptions } from "./choices.js";
export { type Answer, type Client, type ClientOptions, createClient, type RequestOptions } from "./client.js";
export {
  type ColumnDescription,
  type ColumnType,
  type FileRule,
  nameColumn,
  type OperationDescription,
  type ParameterDescription,
  type RelationDescription,
  type TableDescription,
  type Verb,
} from "./description.js";
export type {
  CallTypes,
  EndpointId,
  EndpointOf,
  OperationName,
  OperationOf,
  ParametersOf,
  QueryId,
  ReadingId,
  SourceName,
  TableName,
  TableOf,
  TableTypes,
  UntypedTable,
} from "./document.js";
export { ApiError, type Problem, unanswered } from "./errors.js";
export { type Beyond, parseExact } from "./exactJson.js";
export type { ExportedFile, ExportFormat, ExportOptions, ExportProgress } from "./exports.js";
export type { FilesOptions, SentFile, StoredFile, UploadOptions } from "./files.js";
export { and, type Condition, type Filter, not, type Op, type Operator, or, where } from "./filter.js";
export type { HistoryEvent, HistoryOptions, HistoryPage, RestoreOptions } from "./history.js";
export {
  type FileOptions,
  type FilePreview,
  IMPORT_ENDINGS,
  type ImportMode,
  type ImportOptions,
  type ImportProgress,
  type ImportResult,
  type LineProblem,
} from "./imports.js";
export type { Row, Value } from "./json.js";
export { decodeKey, encodeKey, type Key, type KeyPart, keySegment } from "./key.js";
export { type Choice, type ListOptions, listParams, nameList, type Order } from "./list.js";
export type { AggregateOptions, Func, GroupOptions, Groups, Measured, Unit } from "./measures.js";
export { endpointPath, FIRST, operationPath, sourcePath, tablePath } from "./paths.js";
export {
  createReads,
  type GroupsOptions,
  type PagesOptions,
  type PagesRead,
  type Read,
  type ReadingOptions,
  type Reads,
  type RowOf,
  type RowOptions,
  type RowsOptions,
  type RunOptions,
  type TotalOptions,
} from "./reads.js";
export type { ColumnOf, ColumnPath, ConditionPath, RelationOf, RelationPath, Shown } from "./row.js";
export {
  type ChangeOptions,
  type Created,
  changeOf,
  type Effect,
  type Listing,
  type ManyOptions,
  type Page,
  type RowChangeOptions,
  type Table,
} from "./table.js";
export { type AskToken, type HeldToken, holdToken, type TokenGrant } from "./token.js";
