"""Insert, Update and Delete in a transaction: exactly one row each, and the check on the row as stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from jetway.core import values
from jetway.core.errors import CheckFailed, NoKey, NotExecuted, UnknownRow
from jetway.core.expr import TRUE, Compare, Op, Predicate, both
from jetway.core.query import Delete, Insert, Read, Row, Update

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.query import Write
    from jetway.core.schema import Column, Table
    from jetway.sources.sql.compile import Compiler, Statement
    from jetway.sources.sql.session import Cells, Session

Changed: TypeAlias = Insert | Update


async def write_one(session: Session, compiler: Compiler, write: Write) -> Row:
    """Do `write` inside a transaction. Raises where it must be rolled back."""
    match write:
        case Delete():
            return await _delete(session, compiler, write)
        case Insert():
            row = await _insert(session, compiler, write)
        case Update():
            row = await _update(session, compiler, write)
    return await _checked(session, compiler, write, row)


async def _insert(session: Session, compiler: Compiler, insert: Insert) -> Row:
    wanted = Insert(insert.table, insert.values, _with_key(insert.table, insert.returning))
    return (await _returned(session, compiler, wanted))[0]


async def _update(session: Session, compiler: Compiler, update: Update) -> Row:
    columns = _with_key(update.table, update.returning)
    if not update.values:
        read = Read(update.table, columns, update.where, limit=2, whole_bytes=True)
        return _one(await _returned(session, compiler, read))
    wanted = Update(update.table, update.values, update.where, columns)
    return _one(await _returned(session, compiler, wanted))


async def _delete(session: Session, compiler: Compiler, delete: Delete) -> Row:
    compiled, bound = compiler.compiled(delete)
    _one(await session.fetch(compiled.text, compiled.parameters(bound)))
    return {}


async def _checked(session: Session, compiler: Compiler, write: Changed, row: Row) -> Row:
    """The row with `write.returning` only; with a check, as it is after triggers too."""
    if write.check != TRUE:
        where = both(this_row(write.table, row), write.check)
        read = Read(write.table, write.returning, where, limit=1, whole_bytes=True)
        rows = await _returned(session, compiler, read)
        if not rows:
            raise CheckFailed("The row would leave what you may change. Nothing was changed.")
        return rows[0]
    shown = {column.name for column in write.returning}
    return {name: value for name, value in row.items() if name in shown}


def this_row(table: Table, row: Row) -> Predicate:
    """The row is that one, by its key. Raises `NoKey`."""
    if not table.key:
        raise NoKey(f"{table.name} has no key, so that a rule on its rows cannot be checked.")
    pairs = [(column, values.read(column, row[column.name])) for column in table.key_columns]
    return both(*[Compare(column, Op.EQ, value) for column, value in pairs])


async def _returned(session: Session, compiler: Compiler, statement: Statement) -> list[Row]:
    compiled, bound = compiler.compiled(statement)
    return [
        compiled.decode(cells) for cells in await session.fetch(compiled.text, compiled.parameters(bound))
    ]


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
