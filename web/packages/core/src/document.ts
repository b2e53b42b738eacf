/** What `paths`, as openapi-typescript makes it from a bridge's document, says of tables and of what can be called. */
import type { Row } from "./json.js";

/** What is known of one table; `never` where the role may not. */
export interface TableTypes {
  row: object;
  create: object;
  update: object;
}

export interface UntypedTable {
  row: Row;
  create: Row;
  update: Row;
}

/** A body or parameters, and what comes back. */
export interface CallTypes {
  takes: unknown;
  answers: unknown;
}

/** Without a document every name is known, and every value may be any. */
interface UntypedCalls {
  [name: string]: { takes: Row; answers: unknown };
}

type Base<Source extends string> = Source extends "" ? "/api/" : `/api/sources/${Source}/`;
type Proxy<Source extends string> = `/api/proxy/${Source extends "" ? "default" : Source}/`;

/** The sources beside the first. */
export type SourceName<Paths> = unknown extends Paths
  ? string
  : keyof { [Path in keyof Paths as Path extends `/api/sources/${infer Name}/openapi.json` ? Name : never]: 1 };

export type Tables<Paths, Source extends string> = unknown extends Paths
  ? { [name: string]: UntypedTable }
  : {
      [Path in keyof Paths as Path extends `${Base<Source>}models/${infer Name}/` ? Segment<Name> : never]: {
        row: RowOf<Method<Paths[Path], "get">>;
        create: BodyOf<Method<Paths[Path], "post">>;
        update: BodyOf<Method<Paths[Path], "patch">>;
      };
    };

export type Endpoints<Paths, Source extends string> = unknown extends Paths
  ? { [id: string]: UntypedCalls[string] & { reads: true } }
  : {
      [Path in keyof Paths as Path extends `${Base<Source>}endpoints/${infer Name}/`
        ? Exclude<Segment<Name>, "try">
        : never]: Call<Method<Paths[Path], "post">> & {
        reads: Paths[Path] extends { get: object } ? true : false;
      };
    };

export type Operations<Paths, Source extends string> = unknown extends Paths
  ? UntypedCalls
  : {
      [Path in keyof Paths as Path extends `${Proxy<Source>}${infer Name}/` ? Segment<Name> : never]: Call<
        Method<Paths[Path], "post">
      >;
    };

/** The parameters of saved queries. */
export type Queries<Paths, Source extends string> = unknown extends Paths
  ? { [id: string]: Row }
  : {
      [Path in keyof Paths as Path extends `${Base<Source>}queries/${infer Name}/run/` ? Segment<Name> : never]: Named<
        Member<BodyOf<Method<Paths[Path], "post">>, "params_obj">
      >;
    };

export type TableName<Paths, Source extends string> = NameOf<Tables<Paths, Source>>;
export type TableOf<Paths, Source extends string, Name extends TableName<Paths, Source>> = As<
  Tables<Paths, Source>[Name],
  TableTypes
>;
export type EndpointId<Paths, Source extends string> = NameOf<Endpoints<Paths, Source>>;
export type EndpointOf<Paths, Source extends string, Id extends EndpointId<Paths, Source>> = As<
  Endpoints<Paths, Source>[Id],
  CallTypes
>;
/** Those that change nothing, which their `GET` tells. */
export type ReadingId<Paths, Source extends string> = Extract<
  {
    [Id in EndpointId<Paths, Source>]: Endpoints<Paths, Source>[Id] extends { reads: true } ? Id : never;
  }[EndpointId<Paths, Source>],
  EndpointId<Paths, Source>
>;
export type OperationName<Paths, Source extends string> = NameOf<Operations<Paths, Source>>;
export type OperationOf<Paths, Source extends string, Name extends OperationName<Paths, Source>> = As<
  Operations<Paths, Source>[Name],
  CallTypes
>;
export type QueryId<Paths, Source extends string> = NameOf<Queries<Paths, Source>>;
export type ParametersOf<Paths, Source extends string, Id extends QueryId<Paths, Source>> = Queries<Paths, Source>[Id];

type NameOf<Known> = keyof Known & string;
type As<Found, Wanted> = Found extends Wanted ? Found : never;

interface Call<Operation> {
  takes: BodyOf<Operation>;
  answers: AnswerOf<Operation>;
}

type Method<Item, Name extends string> = Item extends { [name in Name]: infer Operation } ? Operation : never;
type Member<T, Name extends string> = Name extends keyof T ? NonNullable<T[Name]> : never;
type Json<Content> = Content extends { content: { "application/json": infer Value } } ? Value : never;
type BodyOf<Operation> = Operation extends { requestBody: infer Body } ? Json<Body> : never;
type AnswerOf<Operation> = Operation extends { responses: infer Answers }
  ? { [Status in keyof Answers]: Status extends 200 | 201 ? Json<Answers[Status]> : never }[keyof Answers]
  : never;
type RowOf<Operation> = Extract<AnswerOf<Operation>, { results: object[] }>["results"][number];

/** Without what stands for names that are not told. */
type Named<T> = { [Name in keyof T as string extends Name ? never : Name]: T[Name] };

/** The name in one segment of a path, or never where it is more than one. */
type Segment<Text extends string> = Text extends `${string}/${string}` ? never : Decoded<Text>;
type Decoded<Text extends string> = Text extends `${infer Head}%${infer A}${infer B}${infer Rest}`
  ? `${A}${B}` extends keyof Signs
    ? `${Head}${Signs[`${A}${B}`]}${Decoded<Rest>}`
    : never
  : Text;

/** Signs that are percent-encoded in paths. Names with letters beyond ASCII are not told apart by types. */
interface Signs {
  "20": " ";
  "21": "!";
  "22": '"';
  "23": "#";
  "24": "$";
  "25": "%";
  "26": "&";
  "27": "'";
  "28": "(";
  "29": ")";
  "2A": "*";
  "2B": "+";
  "2C": ",";
  "2F": "/";
  "3A": ":";
  "3B": ";";
  "3C": "<";
  "3D": "=";
  "3E": ">";
  "3F": "?";
  "40": "@";
  "5B": "[";
  "5C": "\\";
  "5D": "]";
  "5E": "^";
  "60": "`";
  "7B": "{";
  "7C": "|";
  "7D": "}";
}
