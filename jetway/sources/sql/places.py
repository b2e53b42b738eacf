"""One row to another place, inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.audit import Action
from jetway.core.errors import ChangedMeanwhile, UnknownRow
from jetway.core.expr import Compare, Op, both
from jetway.core.ordering import Numbering, Shift
from jetway.core.query import Read, Update
from jetway.sources.sql.write import write_one

if TYPE_CHECKING:
    from jetway.core.expr import Predicate
    from jetway.core.ordering import Move
    from jetway.sources.sql.chain import Notes
    from jetway.sources.sql.compile import Compiler
    from jetway.sources.sql.session import Session


async def move(session: Session, compiler: Compiler, move: Move, notes: Notes | None = None) -> None:
    """The rows between make room, then the row takes its place.

    Forward that is the last place. Backward it is the first: a client may name the two either way.
    Raises `ChangedMeanwhile` where the row has come to stand on the other side of those between: to make
    room for it would give two rows one place.
    """
    first = await _place(session, compiler, move, move.first)
    last = await _place(session, compiler, move, move.last)
    if not move.forward:
        first, last = min(first, last), max(first, last)
    stands = await _stands(session, compiler, move, move.item)
    if isinstance(stands, int) and not (stands <= first <= last if move.forward else last <= stands):
        raise ChangedMeanwhile("Somebody has moved these rows meanwhile. Look again, then move it.")
    between = both(move.where, Compare(move.column, Op.GTE, first), Compare(move.column, Op.LTE, last))
    if first <= last:
        await change(session, compiler, Shift(move.table, move.column, between, -1 if move.forward else 1))
    place = last if move.forward else first
    item = both(move.where, move.item)
    returned = move.table.key_columns
    row = await write_one(
        session, compiler, Update(move.table, ((move.column, place),), item, returned, move.check)
    )
    if notes is not None:
        notes.note(notes.trail.moved(move.table, row, move.column, place))


async def number(
    session: Session, compiler: Compiler, numbering: Numbering, notes: Notes | None = None
) -> None:
    """Give all rows their places anew."""
    count = await change(session, compiler, numbering)
    if notes is not None:
        notes.note(notes.trail.many(Action.ORDER, numbering.table, count))


async def change(session: Session, compiler: Compiler, statement: Shift | Numbering) -> int:
    """Do it to all of its rows; how many they were."""
    compiled, bound = compiler.compiled(statement)
    return await session.change(compiled.text, compiled.parameters(bound))


async def _place(session: Session, compiler: Compiler, move: Move, said: int | Predicate) -> int:
    """Where the row stands, which nobody else can move until the transaction ends."""
    if isinstance(said, int):
        return said
    place = await _stands(session, compiler, move, said)
    if not isinstance(place, int):
        raise UnknownRow(f"{move.table.name} has no such row, or it has no place in {move.column.name}.")
    return place


async def _stands(session: Session, compiler: Compiler, move: Move, said: Predicate) -> object:
    """What the row holds as its place, locked; `None` where there is no such row."""
    read = Read(move.table, (move.column,), both(move.where, said), limit=1)
    compiled, bound = compiler.compiled(read)
    text = compiled.text + compiler.grammar.locked
    cells = await session.fetch(text, compiled.parameters(bound))
    return compiled.decode(cells[0]).get(move.column.name) if cells else None
