"""Insert, Update and Delete in a transaction: exactly one row each, and the check on the row as stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from jetway.core import values
from jetway.core.errors import Changed, CheckFailed, NoKey, NotExecuted, UnknownRow
from jetway.core.expr import TRUE, Compare, Op, Predicate, both
from jetway.core.query import Delete, DeleteMany, Expected, Insert, Read, Row, Update, UpdateMany
from jetway.core.version import version_of
from jetway.sources.sql import failures
from jetway.sources.sql.rows import changed_rows, locked_rows, require_references, require_spared, rows_of
from jetway.sources.sql.write_many import change_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.core.audit import Event
    from jetway.core.query import Write
    from jetway.core.schema import Column, Table
    from jetway.sources.sql.chain import Notes
    from jetway.sources.sql.compile import Compiler
    from jetway.sources.sql.session import Cells, Session

Change: TypeAlias = Insert | Update


async def write_one(session: Session, compiler: Compiler, write: Write, notes: Notes | None = None) -> Row:
    """Do `write` inside a transaction, and note it. Raises where it must be rolled back."""
    match write:
        case UpdateMany() | DeleteMany():
            return await change_many(session, compiler, write, notes)
        case Delete():
            before = await _before(session, compiler, write, notes)
            await require_spared(session, compiler, write)
            row = await _delete(session, compiler, write)
            if notes is not None:
                notes.note(notes.trail.deleted(write.table, before))
            return row
        case Insert():
            await require_references(session, compiler, write)
            row = await _insert(session, compiler, write)
            if notes is not None:
                notes.note(await _created(session, compiler, write, row, notes))
        case Update():
            await require_references(session, compiler, write)
            before = await _before(session, compiler, write, notes)
            row = await _update(session, compiler, write)
            if notes is not None:
                after = {column.name: row[column.name] for column, _ in write.values}
                notes.note(notes.trail.updated(write.table, before, after))
    return await _checked(session, compiler, write, row)


async def _before(session: Session, compiler: Compiler, write: Update | Delete, notes: Notes | None) -> Row:
    """The row as it is, which it stays until the transaction ends: what is noted of it, by column.

    Raises where it is not as it was seen.
    """
    row: Row = {}
    plain: set[str] = set()
    if write.expected is not None:
        row = await _locked_row(session, compiler, write, write.expected.columns)
        _require_expected(write.expected, row)
        plain = {column.name for column in write.expected.columns if column.mask is None}
    if notes is None:
        return {}
    wanted = notes.of_before(write)
    if any(column.name not in plain for column in wanted):
        row = await _locked_row(session, compiler, write, wanted)
    return {column.name: row[column.name] for column in wanted}


async def _locked_row(
    session: Session, compiler: Compiler, write: Update | Delete, columns: tuple[Column, ...]
) -> Row:
    read = Read(write.table, columns, write.where, limit=2, whole_bytes=True)
    return _one(await locked_rows(session, compiler, read))


def _require_expected(expected: Expected, row: Row) -> None:
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


async def _created(session: Session, compiler: Compiler, insert: Insert, row: Row, notes: Notes) -> Event:
    """The whole row, of which the author may see less, or masked."""
    wanted = notes.trail.columns(insert.table.name)
    told = {column.name for column in insert.returning if column.mask is None}
    if insert.table.address and any(column.name not in told for column in wanted):
        where = this_row(insert.table, row)
        read = Read(insert.table, wanted, where, limit=2, whole_bytes=True)
        row = _one(await rows_of(session, compiler, read))
        told = set(row)
    shown = {column.name: row[column.name] for column in wanted if column.name in told}
    secret = notes.trail.secret(insert.table.name, [column for column, _ in insert.values])
    return notes.trail.created(insert.table, shown, secret)


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
    """The row is that one, by its key or mark. Raises `NoKey`."""
    return _pinned(table, {column.name: values.stored(column, row[column.name]) for column in table.address})


def _pinned(table: Table, key: Mapping[str, object]) -> Predicate:
    _check_key(table)
    return both(*[Compare(column, Op.EQ, key[column.name]) for column in table.address])


def _check_key(table: Table) -> None:
    if not table.address:
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
    return columns + tuple(column for column in table.address if column.name not in names)
