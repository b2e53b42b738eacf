"""The same change to many rows of an app, one after the other, in no transaction: what is done stays done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from jetway.core.errors import ChangesStopped, Failure, QueryTimeout, RightEnded, TooManyRows, UnknownRow
from jetway.core.expr import Compare, Op, both
from jetway.core.query import Delete, Read, Update, UpdateMany
from jetway.sources.rest.to_the_end import to_the_end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from jetway.core.audit import Trail
    from jetway.core.query import DeleteMany, Row

FIND_S = 30.0
"""How long the rows are looked for."""


async def change_many(
    read: Callable[[Read], AsyncIterator[Row]],
    write: UpdateMany | DeleteMany,
    make: Callable[[Update | Delete], Awaitable[Row]],
    trail: Trail | None = None,
) -> Row:
    """Do `write`, one row by one `make`. `ChangesStopped` or `RightEnded` where that ends in the middle."""
    rows = await _found(read, write)
    done = 0
    for row in rows:
        try:
            if trail is not None:
                await trail.still()
            await to_the_end(make(_one(write, row)))
        except UnknownRow:  # gone meanwhile, or not one of them any more
            continue
        except Failure as failure:
            if not done:
                raise
            ended = RightEnded if isinstance(failure, RightEnded) else ChangesStopped
            raise ended(
                f"{done} of {len(rows)} rows are done and stay so. Then: {failure.detail}",
                members={"count": done},
            ) from None
        done += 1
    return {"count": done}


async def _found(read: Callable[[Read], AsyncIterator[Row]], write: UpdateMany | DeleteMany) -> list[Row]:
    """The keys of the rows. Raises `TooManyRows` before anything is done."""
    table = write.table
    wanted = Read(table, table.address, write.where, limit=write.most + 1, lasting=True)
    try:
        with anyio.fail_after(FIND_S):
            rows = [row async for row in read(wanted)]
    except TimeoutError:
        raise QueryTimeout("Finding the rows took too long. Nothing was done; narrow the filter.") from None
    if len(rows) > write.most:
        raise TooManyRows(f"An app takes {write.most} rows at once. Nothing was done; narrow the filter.")
    if write.exactly is not None and len(rows) != write.exactly:
        raise TooManyRows(f"This would touch {len(rows)} rows, not {write.exactly}. Nothing was done.")
    return rows


def _one(write: UpdateMany | DeleteMany, row: Row) -> Update | Delete:
    """The change of one of the rows, as long as it is one of them."""
    at = both(*[Compare(column, Op.EQ, row[column.name]) for column in write.table.address], write.where)
    if isinstance(write, UpdateMany):
        return Update(write.table, write.values, at, (), write.check, write.references)
    return Delete(write.table, at)
