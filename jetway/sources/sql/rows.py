"""Running one statement in an open transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.errors import CascadeNotPermitted
from jetway.core.expr import both
from jetway.core.query import Aggregate, Measure, Read
from jetway.core.schema import Func
from jetway.sources.sql import failures

if TYPE_CHECKING:
    from jetway.core.expr import Predicate
    from jetway.core.query import Delete, DeleteMany, Insert, Row, Update, UpdateMany
    from jetway.core.schema import Table
    from jetway.sources.sql.compile import Compiler, Statement
    from jetway.sources.sql.session import Session


async def rows_of(session: Session, compiler: Compiler, statement: Statement) -> list[Row]:
    """Every row of `statement`."""
    compiled, bound = compiler.compiled(statement)
    return [
        compiled.decode(cells) for cells in await session.fetch(compiled.text, compiled.parameters(bound))
    ]


async def locked_rows(session: Session, compiler: Compiler, read: Read) -> list[Row]:
    """The rows of `read`, kept from others until the transaction ends."""
    compiled, bound = compiler.compiled(read)
    text = compiled.text + compiler.grammar.locked
    return [compiled.decode(cells) for cells in await session.fetch(text, compiled.parameters(bound))]


async def changed_rows(session: Session, compiler: Compiler, statement: Statement) -> int:
    """How many rows `statement`, which returns none, has found."""
    compiled, bound = compiler.compiled(statement)
    return await session.change(compiled.text, compiled.parameters(bound))


async def require_references(
    session: Session, compiler: Compiler, write: Insert | Update | UpdateMany
) -> None:
    """A row that may not be seen is refused in the words for one that is not there."""
    for reference in write.references:
        columns = reference.table.key_columns or reference.table.columns[:1]
        if not await rows_of(session, compiler, Read(reference.table, columns, reference.where, limit=1)):
            raise failures.invalid_reference(write, reference.columns)


async def require_spared(session: Session, compiler: Compiler, write: Delete | DeleteMany) -> None:
    """The database's cascades ask nobody: who may not delete a row may not delete it that way either."""
    for spared in write.spared:
        reached = await count_of(session, compiler, spared.table, spared.where)
        if reached and reached != await count_of(
            session, compiler, spared.table, both(spared.where, spared.allowed)
        ):
            raise CascadeNotPermitted("Rows that you may not delete or change hang on this. Ask an owner.")


async def count_of(session: Session, compiler: Compiler, table: Table, where: Predicate) -> int:
    """How many rows of `table` satisfy `where`."""
    [row] = await rows_of(session, compiler, Aggregate(table, (Measure(Func.COUNT, None),), where=where))
    return int(str(row["y_func"]))
