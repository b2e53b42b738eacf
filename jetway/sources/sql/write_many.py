"""Changing and deleting many rows in a transaction, by one statement where the engine allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.errors import CheckFailed, NoKey, NotExecuted, TooManyRows
from jetway.core.expr import TRUE, And, Compare, Exists, Measured, Op, Or, Predicate, both, leaves
from jetway.core.query import Delete, Read, Update, UpdateMany
from jetway.sources.sql.rows import (
    changed_rows,
    count_of,
    locked_rows,
    require_references,
    require_spared,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.query import DeleteMany, Row
    from jetway.core.schema import Table
    from jetway.sources.sql.compile import Compiler
    from jetway.sources.sql.session import Session

BY_KEY = 10_000
"""So many rows may be changed where each has to be looked at again."""
CHUNK = 200


async def change_many(session: Session, compiler: Compiler, write: UpdateMany | DeleteMany) -> Row:
    """Do `write`. Raises where it must be rolled back."""
    if isinstance(write, UpdateMany):
        await require_references(session, compiler, write)
    else:
        await require_spared(session, compiler, write)
    checked = isinstance(write, UpdateMany) and write.check != TRUE
    # MySQL does not look at the table that it changes a second time.
    related = any(isinstance(leaf, Exists | Measured) for leaf in leaves(write.where))
    if checked or (related and not compiler.grammar.returns_changed):
        count = await _by_key(session, compiler, write)
    else:
        count = await _at_once(session, compiler, write, write.where)
    if count > write.most:
        raise TooManyRows(
            f"This would touch more than {write.most} rows. Nothing was done; narrow the filter."
        )
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


async def _by_key(session: Session, compiler: Compiler, write: UpdateMany | DeleteMany) -> int:
    """The rows are locked and named first, so that each can be looked at as it was stored."""
    table = write.table
    if not table.key:
        raise NoKey(f"{table.name} has no key, so that its changed rows cannot be looked at again.")
    if isinstance(write, UpdateMany) and any(column.name in table.key for column, _ in write.values):
        raise NotExecuted("The key of many rows cannot be changed at once.")
    read = Read(table, table.key_columns, write.where, limit=BY_KEY + 1, whole_bytes=True)
    keys = await locked_rows(session, compiler, read)
    if len(keys) > BY_KEY:
        raise TooManyRows(f"This would touch more than {BY_KEY} rows. Nothing was done; narrow the filter.")
    for start in range(0, len(keys), CHUNK):
        chunk = _keys_are(table, keys[start : start + CHUNK])
        found = await _at_once(session, compiler, write, chunk)
        if isinstance(write, UpdateMany):
            holding = await count_of(session, compiler, table, both(chunk, write.check))
            if holding != found:
                raise CheckFailed("Some rows would leave what you may change. Nothing was changed.")
    return len(keys)


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
