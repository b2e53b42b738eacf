"""What an SQLite file holds, in five queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import apsw

from jetway.core.links import link
from jetway.core.schema import Column, ForeignKey, Schema, Table, Verb
from jetway.sources.kinds.sqlite.declared import column_of, options_in
from jetway.sources.kinds.sqlite.mark import NUMBERS
from jetway.sources.sql.described import key_of, with_mark
from jetway.sources.sql.fingerprint import fingerprint
from jetway.sources.sql.session import Described

if TYPE_CHECKING:
    from jetway.core.schema import OnDelete
    from jetway.sources.sql.session import Cells, Session

_TABLES = """
SELECT l.name, l.type, l.wr, s.sql
FROM pragma_table_list l JOIN sqlite_schema s ON s.name = l.name AND s.type IN ('table', 'view')
WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual')
  AND l.name NOT LIKE 'sqlite!_%' ESCAPE '!'
  AND l.name NOT IN ('jetway_record', 'jetway_audit', 'jetway_audit_head', 'jetway_answer')
ORDER BY l.name
"""
_COLUMNS = """
SELECT s.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
FROM sqlite_schema s JOIN pragma_table_xinfo(s.name) c
WHERE s.type = ?1 AND (?2 IS NULL OR s.name = ?2) AND c.hidden <> 1
ORDER BY s.name, c.cid
"""
_UNIQUE = """
SELECT s.name, i.name, c.name
FROM sqlite_schema s JOIN pragma_index_list(s.name) i JOIN pragma_index_info(i.name) c
WHERE s.type = 'table' AND i."unique" AND NOT i.partial AND i.origin <> 'pk'
ORDER BY s.name, i.origin = 'c', i.seq DESC, c.seqno
"""
_FOREIGN = """
SELECT s.name, f.id, f."table", f."from", f."to", f.on_delete
FROM sqlite_schema s JOIN pragma_foreign_key_list(s.name) f
WHERE s.type = 'table' ORDER BY s.name, f.id DESC, f.seq
"""
_ESTIMATES = "SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl"

_ON_DELETE: dict[str, OnDelete] = {
    "RESTRICT": "restrict",
    "CASCADE": "cascade",
    "SET NULL": "set_null",
    "SET DEFAULT": "set_default",
}


@dataclass(slots=True)
class _Found:
    """What the queries say of one table."""

    name: str
    kind: str
    without_rowid: bool
    sql: str
    columns: list[Cells] = field(default_factory=list)
    unique: dict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    foreign: dict[int, list[Cells]] = field(default_factory=lambda: defaultdict(list))
    rows: int | None = None


async def described(session: Session, *, read_only: bool) -> Described:
    """Everything in the file, at one moment."""
    await session.fetch("BEGIN")
    found = {
        row[0]: _Found(row[0], row[1], bool(row[2]), row[3] or "") for row in await session.fetch(_TABLES)
    }
    notes = await _add_columns(session, found)
    for name, index, column in await session.fetch(_UNIQUE):
        if name in found:
            found[name].unique[index].append(column)
    for name, number, *rest in await session.fetch(_FOREIGN):
        if name in found:
            found[name].foreign[number].append(tuple(rest))
    await _add_estimates(session, found)
    await session.commit()
    tables = link(_referring(_tables(found, read_only=read_only), found))
    schema = Schema(
        tables, fingerprint(tables), "SQLite", apsw.sqlitelibversion(), notes=tuple(notes), expands_many=True
    )
    return Described(schema, {})


async def _add_columns(session: Session, found: dict[str, _Found]) -> list[str]:
    """Notes on the views that cannot be described: one such would fail the query for all views."""
    notes = []
    rows = await session.fetch(_COLUMNS, ("table", None))
    for name in [name for name, table in found.items() if table.kind == "view"]:
        try:
            rows += await session.fetch(_COLUMNS, ("view", name))
        except apsw.SQLError:
            notes.append(f"The view {name} is broken and left out.")
    for name, *column in rows:
        if name in found:
            found[name].columns.append(tuple(column))
    return notes


async def _add_estimates(session: Session, found: dict[str, _Found]) -> None:
    if not await session.fetch("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'"):
        return
    for name, rows in await session.fetch(_ESTIMATES):
        if name in found:
            found[name].rows = rows


def _tables(found: dict[str, _Found], *, read_only: bool) -> list[Table]:
    return [_table(item, read_only=read_only) for item in found.values() if item.columns]


def _table(found: _Found, *, read_only: bool) -> Table:
    columns = _columns(found)
    unique = _unique(found)
    writable = found.kind == "table" and not read_only
    table = Table(
        name=found.name,
        local_name=found.name,
        columns=columns,
        kind="view" if found.kind == "view" else "table",
        key=_key(found, columns, unique),
        unique=unique,
        verbs=frozenset(Verb) if writable else frozenset({Verb.READ}),
        rows=found.rows,
    )
    names = {column.name.lower() for column in columns}
    number = next((name for name in NUMBERS if name not in names), None)
    if table.key or found.kind != "table" or number is None:
        return table
    return with_mark(table, number, tuple(column.name for column in columns))


def _columns(found: _Found) -> tuple[Column, ...]:
    options = options_in(found.sql)
    keys = [cells[0] for cells in found.columns if cells[4]]
    columns = []
    for position, cells in enumerate(found.columns):
        name, declared = cells[:2]
        rowid = keys == [name] and declared.upper() == "INTEGER" and not found.without_rowid
        columns.append(column_of(cells, position, options=options.get(name.lower(), ()), rowid=rowid))
    return tuple(columns)


def _unique(found: _Found) -> tuple[tuple[str, ...], ...]:
    """Indexes over an expression have a column without a name."""
    keys = [
        tuple(name for name in names if name is not None)
        for names in found.unique.values()
        if None not in names
    ]
    return tuple(dict.fromkeys(keys))


def _key(found: _Found, columns: tuple[Column, ...], unique: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The primary key in key order, else the first unique key without NULLs."""
    primary = sorted((cells[4], cells[0]) for cells in found.columns if cells[4])
    if primary:
        return tuple(name for _, name in primary)
    return key_of(columns, unique)


def _referring(tables: list[Table], found: dict[str, _Found]) -> list[Table]:
    """The tables with their foreign keys, whose names SQLite keeps in whatever case they were written."""
    by_name = {table.name.lower(): table for table in tables}
    result = []
    for table in tables:
        keys = [_foreign_key(table, cells, by_name) for cells in found[table.name].foreign.values()]
        result.append(replace(table, foreign_keys=tuple(key for key in keys if key)))
    return result


def _foreign_key(table: Table, cells: list[Cells], by_name: dict[str, Table]) -> ForeignKey | None:
    target = by_name.get(cells[0][0].lower())
    if target is None:
        return None
    columns = _resolved(table, [cell[1] for cell in cells])
    named: list[Any] = [cell[2] for cell in cells]
    target_columns = target.key if None in named else _resolved(target, named)
    if len(columns) != len(cells) or len(target_columns) != len(cells):
        return None
    return ForeignKey(columns, target.name, target_columns, _ON_DELETE.get(cells[0][3], "no_action"))


def _resolved(table: Table, names: list[str]) -> tuple[str, ...]:
    actual = {column.name.lower(): column.name for column in table.columns}
    return tuple(actual[name.lower()] for name in names if name.lower() in actual)
