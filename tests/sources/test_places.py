"""Rows put in order by people: moved and counted anew, on every engine."""

import anyio
import pytest

from jetway.core.errors import ChangedMeanwhile, Retry, UnknownRow
from jetway.core.expr import TRUE, Compare, Op, both
from jetway.core.ordering import Move, Numbering
from jetway.core.query import Order, Read

pytestmark = pytest.mark.anyio


def line(shop, order_id, position):
    pinned = {"order_id": order_id, "position": position}
    return both(*[Compare(shop.column("lines", name), Op.EQ, value) for name, value in pinned.items()])


async def quantities(shop):
    lines = shop.table("lines")
    order = tuple(Order(column) for column in lines.key_columns)
    return [row["quantity"] for row in await shop.rows(Read(lines, lines.columns, order=order))]


def numbering(shop, where=TRUE, ranks=(), *order):
    lines = shop.table("lines")
    return Numbering(lines, shop.column("lines", "quantity"), where, ranks, order)


def move(shop, first, last, item, *, forward, where=TRUE, check=TRUE):
    column = shop.column("lines", "quantity")
    return Move(shop.table("lines"), column, where, first, last, line(shop, *item), forward, check)


async def test_rows_are_counted_from_one_in_the_order_that_is_asked_for(fresh):
    key = [Order(column) for column in fresh.table("lines").key_columns]
    by_product = Order(fresh.column("lines", "product"), descending=True)
    await fresh.source.number(numbering(fresh, TRUE, (), by_product, *key))
    ordered = fresh.sql("SELECT product FROM " + fresh_lines(fresh) + " ORDER BY quantity")
    assert sorted(await quantities(fresh)) == [1, 2, 3, 4, 5]
    assert ordered[0] == ("nut",)


def fresh_lines(shop):
    return "`lines`" if shop.engine == "mariadb" else "lines"


async def test_ranks_come_before_the_order_and_other_rows_stay(fresh):
    key = [Order(column) for column in fresh.table("lines").key_columns]
    where = Compare(fresh.column("lines", "order_id"), Op.LT, 5)
    ranks = tuple(Compare(fresh.column("lines", "product"), Op.EQ, name) for name in ("gear", "nut"))
    await fresh.source.number(numbering(fresh, where, ranks, *key))
    assert await quantities(fresh) == [3, 2, 4, 1, 2]


async def test_a_row_moves_forward_and_those_between_make_room(fresh):
    key = [Order(column) for column in fresh.table("lines").key_columns]
    await fresh.source.number(numbering(fresh, TRUE, (), *key))
    await fresh.source.move(move(fresh, line(fresh, 1, 2), line(fresh, 3, 7), (1, 1), forward=True))
    assert await quantities(fresh) == [4, 1, 2, 3, 5]


async def test_a_row_moves_back_and_those_between_make_room(fresh):
    key = [Order(column) for column in fresh.table("lines").key_columns]
    await fresh.source.number(numbering(fresh, TRUE, (), *key))
    await fresh.source.move(move(fresh, 2, 4, (5, 1), forward=False))
    assert await quantities(fresh) == [1, 3, 4, 5, 2]


async def test_a_row_that_is_not_there_moves_nothing(fresh):
    before = await quantities(fresh)
    for changed in (
        move(fresh, line(fresh, 9, 9), 4, (1, 1), forward=True),
        move(fresh, 1, 30, (9, 9), forward=True),
        move(fresh, 1, 30, (1, 1), forward=True, where=Compare(fresh.column("lines", "order_id"), Op.GT, 2)),
    ):
        with pytest.raises(UnknownRow):
            await fresh.source.move(changed)
    assert await quantities(fresh) == before


async def test_of_rows_that_are_moved_at_once_no_two_get_one_place(fresh):
    keys = [Order(column) for column in fresh.table("lines").key_columns]
    await fresh.source.number(numbering(fresh, TRUE, (), *keys))
    names = fresh.sql(f"SELECT order_id, position FROM {fresh_lines(fresh)} ORDER BY 1, 2")

    async def moved(item, to):
        one = move(fresh, line(fresh, *item), line(fresh, *to), item, forward=True)
        while True:
            try:
                return await fresh.source.move(one)
            except Retry:
                continue
            except ChangedMeanwhile:
                return None

    async with anyio.create_task_group() as tasks:
        for item, to in ((0, 4), (1, 3), (2, 4), (0, 2), (3, 4)):
            tasks.start_soon(moved, names[item], names[to])
    assert sorted(await quantities(fresh)) == [1, 2, 3, 4, 5]
