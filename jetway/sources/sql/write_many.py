"""Changing and deleting many rows in a transaction, by one statement where the engine allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.audit import Action
from jetway.core.errors import CheckFailed, NoKey, NotExecuted, TooManyRows
from jetway.core.expr import TRUE, And, Compare, Exists, Measured, Op, Or, Predicate, both, leaves
from jetway.core.query import Delete, Order, Read, Update, UpdateMany
from jetway.sources.sql.rows import (
    changed_rows,
    count_of,
    locked_rows,
    require_references,
    require_spared,
    rows_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.query import DeleteMany, Row
    from jetway.core.schema import Table
    from jetway.sources.sql.chain import Notes
    from jetway.sources.sql.compile import Compiler
    from jetway.sources.sql.session import Session

CHUNK = 128
"""So many keys in one statement: its text is then remembered (`compile.MAX_SLOTS`)."""


async def change_many(
    session: Session, compiler: Compiler, write: UpdateMany | DeleteMany, notes: Notes | None = None
) -> Row:
    """Do `write`, and note it of each row. Raises where it must be rolled back."""
    if isinstance(write, UpdateMany):
        await require_references(session, compiler, write)
    else:
        await require_spared(session, compiler, write)
    checked = isinstance(write, UpdateMany) and write.check != TRUE
    # MySQL does not look at the table that it changes a second time.
    related = any(isinstance(leaf, Exists | Measured) for leaf in leaves(write.where))
    noted = notes is not None and bool(notes.trail.table(write.table.name).key)
    if noted or checked or (related and not compiler.grammar.returns_changed):
        count = await _by_key(session, compiler, write, notes)
    else:
        count = await _at_once(session, compiler, write, write.where)
    if count > write.most:
        raise _too_many(write)
    if notes is not None and not noted:
        action = Action.UPDATE if isinstance(write, UpdateMany) else Action.DELETE
        notes.note(notes.trail.many(action, write.table, count))
    if write.exactly is not None and count != write.exactly:
        raise TooManyRows(f"This would touch {count} rows, not {write.exactly}. Nothing was done.")
    return {"count": count}


async def _at_once(
    session: Session, compiler: Compiler, write: UpdateMany | DeleteMany, where: Predicate
) -> int:
    if isinstance(write, UpdateMany):
        return await changed_rows(session, compiler, Update(write.table, write.values, where, ()))
    delete = Delete(write.table, where)
    if not compiler.grammar.returns_changed:
        return await changed_rows(session, compiler, delete)
    compiled, bound = compiler.compiled(delete)
    return len(await session.fetch(compiled.text, compiled.parameters(bound)))


async def _by_key(
    session: Session, compiler: Compiler, write: UpdateMany | DeleteMany, notes: Notes | None
) -> int:
    """The rows are locked and named first, so that each can be looked at as it was and is stored."""
    table = notes.trail.table(write.table.name) if notes is not None else write.table
    if not table.key:
        raise NoKey(f"{table.name} has no key, so that its changed rows cannot be looked at again.")
    if isinstance(write, UpdateMany) and any(column.name in table.key for column, _ in write.values):
        raise NotExecuted("The key of many rows cannot be changed at once.")
    read = Read(table, table.key_columns, write.where, limit=write.most + 1, whole_bytes=True)
    keys = await locked_rows(session, compiler, read)
    if len(keys) > write.most:
        raise _too_many(write)
    for start in range(0, len(keys), CHUNK):
        chunk = _keys_are(table, keys[start : start + CHUNK])
        if notes is None:
            await _chunk(session, compiler, write, chunk)
        else:
            await _noted(session, compiler, write, chunk, notes)
    return len(keys)


async def _chunk(
    session: Session, compiler: Compiler, write: UpdateMany | DeleteMany, chunk: Predicate
) -> None:
    found = await _at_once(session, compiler, write, chunk)
    if isinstance(write, UpdateMany) and write.check != TRUE:
        holding = await count_of(session, compiler, write.table, both(chunk, write.check))
        if holding != found:
            raise CheckFailed("Some rows would leave what you may change. Nothing was changed.")


async def _noted(
    session: Session, compiler: Compiler, write: UpdateMany | DeleteMany, chunk: Predicate, notes: Notes
) -> None:
    """A chunk, and from what to what each of its rows changed."""
    order = tuple(Order(column) for column in notes.trail.table(write.table.name).key_columns)
    read = Read(write.table, notes.of_before(write), chunk, order, whole_bytes=True)
    before = await rows_of(session, compiler, read)
    await _chunk(session, compiler, write, chunk)
    if isinstance(write, UpdateMany):
        after = await rows_of(session, compiler, read)
        for old, new in zip(before, after, strict=True):
            notes.note(notes.trail.updated(write.table, old, new))
    else:
        for row in before:
            notes.note(notes.trail.deleted(write.table, row))
    await notes.pour()


def _too_many(write: UpdateMany | DeleteMany) -> TooManyRows:
    return TooManyRows(f"This would touch more than {write.most} rows. Nothing was done; narrow the filter.")


def _keys_are(table: Table, rows: Sequence[Row]) -> Predicate:
    columns = table.key_columns
    keys = [tuple(values.stored(column, row[column.name]) for column in columns) for row in rows]
    if len(columns) == 1:
        return Compare(columns[0], Op.IN, tuple(value for (value,) in keys))
    return Or(
        tuple(
            And(tuple(Compare(column, Op.EQ, value) for column, value in zip(columns, key, strict=True)))
            for key in keys
        )
    )
