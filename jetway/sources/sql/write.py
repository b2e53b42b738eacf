"""Insert, Update and Delete in a transaction: exactly one row each, and the check on the row as stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from jetway.core import values
from jetway.core.errors import Changed, CheckFailed, NoKey, NotExecuted, UnknownRow
from jetway.core.expr import TRUE, Compare, Op, Predicate, both
from jetway.core.query import Delete, DeleteMany, Insert, Read, Row, Update, UpdateMany
from jetway.core.version import version_of
from jetway.sources.sql import failures
from jetway.sources.sql.rows import changed_rows, locked_rows, require_references, require_spared, rows_of
from jetway.sources.sql.write_many import change_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.core.query import Write
    from jetway.core.schema import Column, Table
    from jetway.sources.sql.compile import Compiler
    from jetway.sources.sql.session import Cells, Session

Change: TypeAlias = Insert | Update


async def write_one(session: Session, compiler: Compiler, write: Write) -> Row:
    """Do `write` inside a transaction. Raises where it must be rolled back."""
    match write:
        case UpdateMany() | DeleteMany():
            return await change_many(session, compiler, write)
        case Delete():
            await _expect(session, compiler, write)
            await require_spared(session, compiler, write)
            return await _delete(session, compiler, write)
        case Insert():
            await require_references(session, compiler, write)
            row = await _insert(session, compiler, write)
        case Update():
            await require_references(session, compiler, write)
            await _expect(session, compiler, write)
            row = await _update(session, compiler, write)
    return await _checked(session, compiler, write, row)


async def _expect(session: Session, compiler: Compiler, write: Update | Delete) -> None:
    """The row is as it was seen, and stays so: it is locked until the transaction ends."""
    expected = write.expected
    if expected is None:
        return
    read = Read(write.table, expected.columns, write.where, limit=2, whole_bytes=True)
    row = _one(await locked_rows(session, compiler, read))
    version = version_of(row)
    if expected.versions is not None and version not in expected.versions:
        raise Changed("Somebody has changed the row since. Load it again.", etag=f'"{version}"')
    other = [column.name for column, value in expected.was if values.read(column, row[column.name]) != value]
    if other:
        raise failures.changed_meanwhile(other)


async def _insert(session: Session, compiler: Compiler, insert: Insert) -> Row:
    if compiler.grammar.returns_inserted:
        wanted = Insert(insert.table, insert.values, _with_key(insert.table, insert.returning))
        return (await rows_of(session, compiler, wanted))[0]
    await changed_rows(session, compiler, insert)
    key = {column.name: value for column, value in insert.values if column.name in insert.table.key}
    missing = [name for name in insert.table.key if key.get(name) is None]
    if len(missing) == 1:
        key[missing[0]] = (await session.fetch("SELECT LAST_INSERT_ID()"))[0][0]
    return await _found(session, compiler, insert, _pinned(insert.table, key))


async def _update(session: Session, compiler: Compiler, update: Update) -> Row:
    columns = _with_key(update.table, update.returning)
    if not update.values:
        read = Read(update.table, columns, update.where, limit=2, whole_bytes=True)
        return _one(await rows_of(session, compiler, read))
    if compiler.grammar.returns_changed:
        wanted = Update(update.table, update.values, update.where, columns)
        return _one(await rows_of(session, compiler, wanted))
    key = await _locked(session, compiler, update)
    await changed_rows(session, compiler, replace(update, where=_pinned(update.table, key)))
    key |= {column.name: value for column, value in update.values if column.name in key}
    return await _found(session, compiler, update, _pinned(update.table, key))


async def _delete(session: Session, compiler: Compiler, delete: Delete) -> Row:
    if compiler.grammar.returns_changed:
        compiled, bound = compiler.compiled(delete)
        _one(await session.fetch(compiled.text, compiled.parameters(bound)))
        return {}
    key = await _locked(session, compiler, delete)
    await changed_rows(session, compiler, replace(delete, where=_pinned(delete.table, key)))
    return {}


async def _locked(session: Session, compiler: Compiler, write: Update | Delete) -> dict[str, object]:
    """The key of the one row that satisfies `write.where`, kept from others until the transaction ends."""
    _check_key(write.table)
    read = Read(write.table, write.table.key_columns, write.where, limit=2, whole_bytes=True)
    row = _one(await locked_rows(session, compiler, read))
    return {column.name: values.stored(column, row[column.name]) for column in write.table.key_columns}


async def _found(session: Session, compiler: Compiler, write: Change, where: Predicate) -> Row:
    columns = _with_key(write.table, write.returning)
    return _one(
        await rows_of(session, compiler, Read(write.table, columns, where, limit=2, whole_bytes=True))
    )


async def _checked(session: Session, compiler: Compiler, write: Change, row: Row) -> Row:
    """The row with `write.returning` only; with a check, as it is after triggers too."""
    if write.check != TRUE:
        where = both(this_row(write.table, row), write.check)
        read = Read(write.table, write.returning, where, limit=1, whole_bytes=True)
        rows = await rows_of(session, compiler, read)
        if not rows:
            raise CheckFailed("The row would leave what you may change. Nothing was changed.")
        return rows[0]
    shown = {column.name for column in write.returning}
    return {name: value for name, value in row.items() if name in shown}


def this_row(table: Table, row: Row) -> Predicate:
    """The row is that one, by its key. Raises `NoKey`."""
    _check_key(table)
    return _pinned(
        table, {column.name: values.stored(column, row[column.name]) for column in table.key_columns}
    )


def _pinned(table: Table, key: Mapping[str, object]) -> Predicate:
    _check_key(table)
    return both(*[Compare(column, Op.EQ, key[column.name]) for column in table.key_columns])


def _check_key(table: Table) -> None:
    if not table.key:
        raise NoKey(f"{table.name} has no key, so that one of its rows cannot be pinned.")


def _one(rows: Sequence[Row] | Sequence[Cells]) -> Row:
    if not rows:
        raise UnknownRow("There is no such row.")
    if len(rows) > 1:
        raise NotExecuted("The change would touch several rows. Nothing was changed.")
    row = rows[0]
    return {} if isinstance(row, tuple) else row


def _with_key(table: Table, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    names = {column.name for column in columns}
    return columns + tuple(column for column in table.key_columns if column.name not in names)
