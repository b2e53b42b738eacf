/** What of a row can be named, and what of it comes back. */

/** The columns of a row: relations are there only where they were asked for. */
export type ColumnOf<Row> = string extends keyof Row
  ? string
  : { [Name in keyof Row]-?: object extends Pick<Row, Name> ? never : Name }[keyof Row] & string;

export type RelationOf<Row> = string extends keyof Row ? string : Exclude<keyof Row, ColumnOf<Row>> & string;

/** A column, or a column of a related row: `customer.country`. Beyond two relations names are not checked. */
export type ColumnPath<Row> = string extends keyof Row
  ? string
  : ColumnOf<Row> | { [Name in RelationOf<Row>]: `${Name}.${Further<Related<Row, Name>>}` }[RelationOf<Row>];

/** What conditions and orders may name: a path, or what related rows amount to, as `orders.count` or `orders.sum.total`. */
export type ConditionPath<Row> = string extends keyof Row
  ? string
  : ColumnPath<Row> | { [Name in RelationOf<Row>]: `${Name}.${Total<Related<Row, Name>>}` }[RelationOf<Row>];

/** A relation, or one behind it: `customer.region`. */
export type RelationPath<Row> = string extends keyof Row
  ? string
  : {
      [Name in RelationOf<Row>]: Name | `${Name}.${RelationOf<Related<Row, Name>>}` | Deep<Row, Name>;
    }[RelationOf<Row>];

/** A row as it is answered where `Selected` columns and `Expanded` relations were asked for. */
export type Shown<Row, Selected extends string, Expanded extends string> = [Selected | Expanded] extends [never]
  ? Row
  : string extends keyof Row
    ? Row
    : ([Selected] extends [never] ? Row : Chosen<Row, Selected>) & Required<Pick<Row, Head<Expanded> & keyof Row>>;

/** Some of its columns. */
export type PartOf<Row> = string extends keyof Row ? Row : Partial<Row>;

type Chosen<Row, Selected extends string> = Pick<Row, Selected & ColumnOf<Row>> & {
  [Name in Head<Exclude<Selected, ColumnOf<Row>>> & keyof Row]-?: Some<NonNullable<Row[Name]>> | NullOf<Row[Name]>;
};

type Some<Target> = Target extends (infer One)[] ? Partial<One>[] : Partial<Target>;
type NullOf<Value> = Extract<Value, null>;
type Head<Path extends string> = Path extends `${infer Name}.${string}` ? Name : Path;
type Related<Row, Name extends keyof Row> = NonNullable<Row[Name]> extends (infer One)[] ? One : NonNullable<Row[Name]>;
type Further<Target> = ColumnOf<Target> | `${RelationOf<Target>}.${string}`;
type Total<Target> = "count" | `${"count" | "sum" | "avg" | "min" | "max"}.${ColumnOf<Target>}`;
type Deep<Row, Name extends keyof Row & string> = `${Name}.${RelationOf<Related<Row, Name>>}.${string}`;
