"""Changes of tables and columns in SQLite: what its ALTER TABLE cannot do, makes the table anew.

https://www.sqlite.org/lang_altertable.html#otheralter
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import apsw

from jetway.core.errors import StillNeeded
from jetway.core.structure import (
    KEPT,
    AddColumn,
    AlterColumn,
    CreateTable,
    DropColumn,
    DropTable,
    NewColumn,
    RenameTable,
    refuse,
)
from jetway.sources.kinds.sqlite import grammar
from jetway.sources.kinds.sqlite.session import SqliteSession
from jetway.sources.sql import structure as told
from jetway.sources.sql.definition import made
from jetway.sources.sql.spelling import Spelling
from jetway.sources.sql.structure import Alteration

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from jetway.core.errors import Failure
    from jetway.core.schema import Table
    from jetway.core.structure import Change
    from jetway.sources import Limits
    from jetway.sources.sql.definition import Definition, Made
    from jetway.sources.sql.session import Session

SPELLING = Spelling(
    grammar=grammar,
    types={
        "varchar": "VARCHAR",
        "text": "TEXT",
        "smallint": "INTEGER",
        "integer": "INTEGER",
        "bigint": "INTEGER",
        "decimal": "DECIMAL",
        "float": "REAL",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "time": "TIME",
        "timestamp": "TIMESTAMP",
        "timestamptz": "TIMESTAMPTZ",
        "json": "JSON",
        "uuid": "UUID",
        "bytes": "BLOB",
    },
    now="CURRENT_TIMESTAMP",
    uuid="",
    numbered="",  # an INTEGER that is the key is numbered by itself
)
NEW = '"jetway_new"'
_NUMBERS = frozenset({"smallint", "integer", "bigint", "decimal", "float", "boolean"})
_TAKEN = re.compile("already exists|duplicate column name|already another (table|index)")
_NEEDED = re.compile("error in |cannot drop |no such column|unknown column")
_MADE = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1"
_COLUMNS = "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0"
_AROUND = "SELECT sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND tbl_name = ?1 AND sql <> ''"
_POINTING = """
SELECT DISTINCT s.name FROM sqlite_schema s JOIN pragma_foreign_key_list(s.name) f
WHERE s.type = 'table' AND lower(f."table") = lower(?1)
"""
_quoted, _named = SPELLING.quoted, SPELLING.named


@dataclass(frozen=True, slots=True)
class SqliteStructure:
    """Changes of one file."""

    path: Path
    threads: Executor
    limits: Limits
    read_only: bool

    async def open(self) -> Session:
        """A connection without foreign keys, which a table made anew would break for a moment."""
        session = await SqliteSession.opened(
            self.path, self.threads, self.limits.structure_s, None, read_only=self.read_only
        )
        session.lock_s = self.limits.lock_s
        await session.fetch("PRAGMA foreign_keys = OFF")
        return session

    async def begin(self, session: Session, _change: Change) -> None:
        """Take the write lock of the file."""
        await session.fetch("PRAGMA legacy_alter_table = OFF")  # which a change that failed may have left on
        await session.begin()

    async def alteration(self, session: Session, change: Change) -> Alteration:
        """What makes `change`."""
        match change:
            case CreateTable():
                _require_no_comment(change)
                return Alteration((SPELLING.create(_quoted(change.name), change),))
            case RenameTable(table, name):
                return Alteration((f"ALTER TABLE {_named(table)} RENAME TO {_quoted(name)}",))
            case DropTable(table):
                statements = (f"DROP TABLE {_named(table)}",)
                return Alteration(statements, _named(table), misfits=await _dangling(session, table))
            case AddColumn(table, column):
                return await _added(session, table, column)
            case AlterColumn():
                return await _altered(session, change)
            case DropColumn():
                return await _dropped(session, change)

    async def finish(self, session: Session) -> None:
        """Keep what was done."""
        await session.commit()

    def refused(self, error: BaseException) -> Failure | None:
        """What an error means of a change."""
        match error:
            case apsw.BusyError() | apsw.LockedError():
                return told.busy()
            case apsw.ConstraintError():
                return told.in_the_way()
            case apsw.SQLError() if _TAKEN.search(str(error)):
                return told.name_taken()
            case apsw.SQLError() if _NEEDED.search(str(error)):
                return told.still_needed()
            case _:
                return None


def _require_no_comment(change: CreateTable | NewColumn) -> None:
    comments = [change.comment]
    if isinstance(change, CreateTable):
        comments += [column.comment for column in change.columns]
    if any(comments):
        refuse("", "takes no data_source_… here: SQLite keeps no comments")


async def _added(session: Session, table: Table, column: NewColumn) -> Alteration:
    _require_no_comment(column)
    definition = SPELLING.column(column)
    if column.reference is not None:
        definition += f" {SPELLING.reference(column.reference)}"
    constant = column.default is not None and column.default.kind == "value"
    plain = column.nullable and column.default is None
    if plain or (constant and column.reference is None):
        return Alteration((f"ALTER TABLE {_named(table)} ADD COLUMN {definition}",))
    found = await _definition_of(session, table)
    return await _anew(session, table, found.added(definition), definition)


async def _altered(session: Session, change: AlterColumn) -> Alteration:
    table, column = change.table, change.column
    name = _quoted(column.name)
    rename: tuple[str, ...] = ()
    if change.renames and change.name:
        rename = (f"ALTER TABLE {_named(table)} RENAME COLUMN {name} TO {_quoted(change.name)}",)
    if not change.redefines:
        return Alteration(rename)
    if change.type is not None and column.name in table.key:
        raise StillNeeded(f"{column.name} is part of the key of {table.name}: its type stays.")
    found = await _definition_of(session, table)
    definition = _redefined(found.column(column.name), change)
    shown = SPELLING.column(NewColumn(column.name, change.type)) if change.type else f"{name} …"
    anew = await _anew(session, table, found.put(column.name, definition), shown)
    misfit, lost = "", ""
    by_now = _quoted(change.name or column.name)
    if change.type is not None and change.type.name in _NUMBERS:
        misfit = f"{_named(table)} WHERE typeof({by_now}) IN ('text', 'blob')"
        bent = f"typeof({name}) = 'text' AND CAST(CAST({name} AS NUMERIC) AS TEXT) <> {name}"
        lost = f"{_named(table)} WHERE {bent}"
    elif change.type is not None and change.type.length:
        misfit = f"{_named(table)} WHERE length({by_now}) > {change.type.length}"
    return replace(
        anew,
        statements=anew.statements + rename,
        told=anew.told + rename,
        lost=lost,
        misfits=(*anew.misfits, misfit) if misfit else anew.misfits,
    )


def _redefined(definition: Definition, change: AlterColumn) -> Definition:
    if change.type is not None:
        definition = replace(definition, type=SPELLING.type(change.type))
    if change.nullable is not None:
        definition = definition.without("NOT", "NULL")
        if not change.nullable:
            definition = definition.having("NOT", "NOT NULL")
    if change.default is not KEPT:
        definition = definition.without("DEFAULT")
        if change.default is not None:
            definition = definition.having("DEFAULT", f"DEFAULT {SPELLING.default(change.default)}")
    return definition


async def _dropped(session: Session, change: DropColumn) -> Alteration:
    table, name = change.table, change.column.name
    lost = f"{_named(table)} WHERE {_quoted(name)} IS NOT NULL"
    if not any(name in key.columns for key in table.foreign_keys):
        return Alteration((f"ALTER TABLE {_named(table)} DROP COLUMN {_quoted(name)}",), lost)
    found = await _definition_of(session, table)
    anew = await _anew(session, table, found.dropped(name), f"-- without {_quoted(name)}", without=name)
    return replace(anew, lost=lost)


async def _definition_of(session: Session, table: Table) -> Made:
    [(text,)] = await session.fetch(_MADE, (table.local_name,))
    return made(text, escapes=False)


async def _anew(
    session: Session, table: Table, definition: Made, shown: str, without: str = ""
) -> Alteration:
    """The table as `definition` has it, with its rows, indexes and triggers. `shown`: what is new of it."""
    name = _named(table)
    there = await session.fetch(_COLUMNS, (table.local_name,))  # others may have added some just now
    columns = ", ".join(_quoted(column) for (column,) in there if column != without)
    around = await session.fetch(_AROUND, (table.local_name,))
    create = str(replace(definition, head=f"CREATE TABLE {NEW} "))
    copy = f"INSERT INTO {NEW} ({{0}}) SELECT {{0}} FROM {name}"  # noqa: S608 - quoted
    ends = (
        f"DROP TABLE {name}",
        "PRAGMA legacy_alter_table = ON",  # so that views and foreign keys go on meaning the name
        f"ALTER TABLE {NEW} RENAME TO {name}",
        "PRAGMA legacy_alter_table = OFF",
    )
    statements = (create, copy.replace("{0}", columns), *await _numbers(session, table), *ends)
    return Alteration(
        (*statements, *[text for (text,) in around]),
        told=(f"CREATE TABLE {NEW} (…, {shown}, …)", copy.replace("{0}", "…"), *ends),
        misfits=(
            f"pragma_foreign_key_check({SPELLING.text(table.local_name)})",
            *await _dangling(session, table),
        ),
    )


async def _numbers(session: Session, table: Table) -> tuple[str, ...]:
    """Numbers of deleted rows are not given again, where AUTOINCREMENT promised that."""
    [(found,)] = await session.fetch("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'")
    if not found:
        return ()
    old = SPELLING.text(table.local_name)
    return (
        "DELETE FROM sqlite_sequence WHERE name = 'jetway_new'",
        f"INSERT INTO sqlite_sequence SELECT 'jetway_new', seq FROM sqlite_sequence WHERE name = {old}",  # noqa: S608 - quoted
    )


async def _dangling(session: Session, table: Table) -> tuple[str, ...]:
    """Where rows that point at no row would be found afterwards."""
    found = await session.fetch(_POINTING, (table.local_name,))
    return tuple(
        f"pragma_foreign_key_check({SPELLING.text(name)})" for (name,) in found if name != table.local_name
    )
