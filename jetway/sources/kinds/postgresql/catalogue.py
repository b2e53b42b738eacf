"""What a PostgreSQL database holds and what the login may do with it, in six queries of pg_catalog."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from jetway.core.links import link
from jetway.core.schema import Column, ForeignKey, Schema, Table, Type, Verb, ops_of
from jetway.sources.kinds.postgresql.literal import array_text
from jetway.sources.kinds.postgresql.mark import PLACE
from jetway.sources.kinds.postgresql.types import (
    Meaning,
    NativeType,
    default,
    extremes,
    length,
    meaning,
    precision,
)
from jetway.sources.sql.described import key_of, with_mark
from jetway.sources.sql.fingerprint import fingerprint
from jetway.sources.sql.session import Described

if TYPE_CHECKING:
    from jetway.core.schema import OnDelete
    from jetway.sources.sql.session import Cells, Constraints, Session

# The schema "jetway" comes first in the search path of a login of that name, once it exists.
_SERVER = """
SELECT current_setting('server_version'),
       (SELECT name FROM unnest(current_schemas(false)) name WHERE name <> 'jetway' LIMIT 1)
"""
_TABLES = """
SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.reltuples::bigint,
       coalesce(obj_description(c.oid, 'pg_class'), ''),
       has_any_column_privilege(c.oid, 'INSERT'), has_any_column_privilege(c.oid, 'UPDATE'),
       has_table_privilege(c.oid, 'DELETE')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'jetway')
  AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname
"""
_COLUMNS = """
WITH tables AS MATERIALIZED (
  SELECT oid, has_table_privilege(oid, 'SELECT') AS readable FROM pg_class
  WHERE relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT relispartition
    AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace))
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid, a.atttypmod,
       a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text,
       coalesce(c.description, '')
FROM pg_attribute a JOIN tables t ON t.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_description c
  ON c.objoid = a.attrelid AND c.classoid = 'pg_class'::regclass AND c.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND (t.readable OR has_column_privilege(a.attrelid, a.attnum, 'SELECT'))
ORDER BY a.attrelid, a.attnum
"""
_TYPES = """
WITH ordered AS (SELECT o.opcintype AS oid FROM pg_opclass o JOIN pg_am m ON m.oid = o.opcmethod
                 WHERE m.amname = 'btree' AND o.opcdefault)
SELECT t.oid, t.typname, t.typtype::text, t.typbasetype, t.typtypmod, t.typelem, t.typnotnull,
       t.typtype IN ('e', 'r', 'm') OR t.typcategory = 'A' OR t.oid IN (SELECT oid FROM ordered)
       OR t.typcategory <> 'N' AND t.oid IN (
         SELECT castsource FROM pg_cast WHERE castmethod = 'b' AND castcontext = 'i'
           AND casttarget IN (SELECT oid FROM ordered))
FROM pg_type t
"""
"""Of category N are numbers, ordered by themselves, and what is numbered and told by name, as regclass is."""
_LABELS = "SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder"
_UNIQUE = """
SELECT i.indrelid, c.relname, i.indisprimary,
       (i.indkey::int2[])[0:i.indnkeyatts - 1], i.indpred IS NULL AND i.indexprs IS NULL AND i.indimmediate
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indisunique AND i.indisvalid
ORDER BY i.indrelid, c.oid
"""
_CONSTRAINTS = """
SELECT conrelid, conname, contype::text, conkey, confrelid, confkey, confdeltype::text
FROM pg_constraint WHERE conrelid <> 0 AND contype IN ('f', 'c', 'x')
ORDER BY conrelid, oid
"""
# The login needs the whole table for the engine's own columns, which only PostgreSQL's own storage keeps;
# and what is added to a partitioned table does not tell them.
_MARKED = """
SELECT c.oid FROM pg_class c
WHERE c.oid = ANY ($1) AND c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT') AND NOT EXISTS (
  WITH RECURSIVE below AS (SELECT c.oid UNION ALL
    SELECT i.inhrelid FROM pg_inherits i JOIN below b ON b.oid = i.inhparent)
  SELECT FROM below b JOIN pg_class p ON p.oid = b.oid LEFT JOIN pg_am m ON m.oid = p.relam
  WHERE p.relkind = 'f' OR m.amname <> 'heap')
"""

_ON_DELETE: dict[str, OnDelete] = {"r": "restrict", "c": "cascade", "n": "set_null", "d": "set_default"}
_VIEWS = {"v": "view", "m": "materialized_view"}
LONGEST_NAME = 63


@dataclass(slots=True)
class _Found:
    """What the queries say of one table. `names`: of the columns by number."""

    table: Table
    kind: str
    names: dict[int, str] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    primary: tuple[str, ...] = ()
    unique: list[tuple[str, ...]] = field(default_factory=list)
    foreign: list[Cells] = field(default_factory=list)

    def named(self, numbers: list[int]) -> tuple[str, ...]:
        """The columns of those numbers; none where one cannot be seen."""
        names = [self.names.get(number) for number in numbers]
        return () if None in names else tuple(name for name in names if name is not None)


async def described(session: Session) -> Described:
    """Everything that the login may read."""
    await session.change("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")  # all of one moment
    version, home = (await session.fetch(_SERVER))[0]
    found = {cells[0]: _found(cells, home or "public") for cells in await session.fetch(_TABLES)}
    await _add_columns(session, found)
    constraints = {**await _add_unique(session, found), **await _add_constraints(session, found)}
    tables = await _tables(session, found)
    await session.commit()
    linked = link(tables.values(), LONGEST_NAME)
    engine_version = str(version).partition(" ")[0]
    schema = Schema(
        linked,
        fingerprint(linked),
        "PostgreSQL",
        engine_version,
        nulls_last=True,
        longest_name=LONGEST_NAME,
        expands_many=True,
    )
    return Described(schema, constraints)


async def types_of(session: Session) -> tuple[dict[int, NativeType], dict[int, tuple[str, ...]]]:
    """Every type by its number, and the labels of enums."""
    types = {oid: NativeType(*rest) for oid, *rest in await session.fetch(_TYPES)}
    labels: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for oid, label in await session.fetch(_LABELS):
        labels[oid] += (label,)
    return types, labels


def _found(cells: Cells, home: str) -> _Found:
    _, schema, name, kind, rows, comment, *rights = cells
    allowed = {Verb.READ}
    if kind not in _VIEWS:
        verbs = (Verb.CREATE, Verb.UPDATE, Verb.DELETE)
        allowed.update(verb for verb, right in zip(verbs, rights, strict=True) if right)
    table = Table(
        name=name if schema == home else f"{schema}.{name}",
        local_name=name,
        columns=(),
        schema=schema,
        kind=_VIEWS.get(kind, "table"),  # type: ignore[arg-type]  # the values are of that type
        verbs=frozenset(allowed),
        rows=None if rows < 0 or kind == "v" else rows,
        comment=comment,
    )
    return _Found(table, kind)


async def _add_columns(session: Session, found: dict[int, _Found]) -> None:
    types, labels = await types_of(session)
    meanings: dict[tuple[int, int], Meaning] = {}
    for oid, number, name, native, type_, modifier, *rest in await session.fetch(_COLUMNS):
        if oid in found:
            table = found[oid]
            table.names[number] = name
            found_type = meanings.get((type_, modifier)) or meaning(type_, modifier, types, labels)
            meanings[type_, modifier] = found_type
            table.columns.append(_column(name, native, found_type, len(table.columns), rest))


def _column(name: str, native: str, found: Meaning, position: int, rest: list[Any]) -> Column:
    not_null, expression, identity, generated, comment = rest
    digits, scale = precision(found)
    least, greatest = extremes(found)
    return Column(
        name=name,
        type=found.type,
        native=native,
        position=position,
        nullable=not (not_null or found.not_null),
        default=None if generated else default(found.type, expression),
        generated=bool(generated),
        identity="always" if identity == "a" else "by_default" if identity else "",
        length=length(found),
        precision=digits,
        scale=scale,
        minimum=least,
        maximum=greatest,
        options=found.options,
        closed=found.type is Type.ENUM and bool(found.options),
        item=found.item,
        comment=comment,
        ops=ops_of(found.type),
        sortable=found.ordered,
        wide=found.native.name.removeprefix("_") in ("numeric", "float4", "float8"),
    )


async def _add_unique(session: Session, found: dict[int, _Found]) -> Constraints:
    constraints = {}
    for oid, name, primary, numbers, plain in await session.fetch(_UNIQUE):
        if oid not in found:
            continue
        table = found[oid]
        columns = table.named(numbers)
        constraints[table.table.schema, table.table.local_name, name] = columns
        if primary:
            table.primary = columns
        elif plain and columns:
            table.unique.append(columns)
    return constraints


async def _add_constraints(session: Session, found: dict[int, _Found]) -> Constraints:
    constraints = {}
    for oid, name, kind, numbers, *target in await session.fetch(_CONSTRAINTS):
        if oid not in found:
            continue
        table = found[oid]
        columns = table.named(numbers or [])
        constraints[table.table.schema, table.table.local_name, name] = columns
        if kind == "f" and target[0] in found:
            table.foreign.append((columns, *target))
    return constraints


async def _tables(session: Session, found: dict[int, _Found]) -> dict[int, Table]:
    tables = {oid: _table(item, found) for oid, item in found.items() if item.columns}
    keyless = [str(oid) for oid, table in tables.items() if not table.key]
    if keyless:
        for (oid,) in await session.fetch(_MARKED, (array_text(keyless),)):
            tables[oid] = with_mark(tables[oid], PLACE)
    return tables


def _table(item: _Found, found: dict[int, _Found]) -> Table:
    columns = tuple(item.columns)
    unique = tuple(dict.fromkeys(item.unique))
    keys = [_foreign_key(cells, found) for cells in item.foreign]
    return replace(
        item.table,
        columns=columns,
        key=item.primary or key_of(columns, unique),
        unique=unique,
        foreign_keys=tuple(key for key in keys if key),
    )


def _foreign_key(cells: Cells, found: dict[int, _Found]) -> ForeignKey | None:
    columns, oid, numbers, on_delete = cells
    target = found[oid]
    target_columns = target.named(numbers)
    if not columns or not target_columns:
        return None
    return ForeignKey(columns, target.table.name, target_columns, _ON_DELETE.get(on_delete, "no_action"))
