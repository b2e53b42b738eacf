"""Rows in an order that people make: moving them, counting them anew, and the rows beside one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge import once, parse, render
from jetway.bridge.asked import json_answer
from jetway.bridge.cursor import require_keyset
from jetway.bridge.far.crossing import filtered
from jetway.core import values
from jetway.core.audit import Way
from jetway.core.cursor import behind
from jetway.core.errors import NotFilterable, UnknownRow
from jetway.core.expr import both
from jetway.core.ordering import plan_move, plan_numbering
from jetway.core.plan import key_is, plan_list
from jetway.core.query import Order
from jetway.sources import PutsInOrder

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.core.query import Read


async def reorder(asked: Asked) -> Response:
    """One row to another place; the answer repeats what was asked."""
    once.refuse(asked)
    body = await asked.body()
    query = parse.filter_request(asked.table, asked.parameters())
    move = plan_move(asked.view, asked.actor, query, body)
    await _source(asked).move(move, asked.trail(Way.ORDER))
    return json_answer(render.row({**body, "segment_by_ordering_field": isinstance(move.first, int)}))


async def reset_order(asked: Asked) -> Response:
    """Places from 1 on for all rows of the filter; the answer repeats what was asked."""
    once.refuse(asked)
    body = await asked.body()
    query = parse.filter_request(asked.table, asked.parameters())
    numbering = plan_numbering(asked.view, asked.actor, query, body)
    await _source(asked).number(numbering, asked.trail(Way.ORDER))
    return json_answer(render.row(body))


async def get_siblings(asked: Asked) -> Response:
    """The keys of the rows before and behind one, in a list of the same parameters."""
    query = parse.filter_request(asked.table, asked.parameters(), ordered=True)
    plan = plan_list(asked.view, asked.actor, await filtered(asked, query))
    require_keyset(plan)
    read = replace(plan.read, expand=(), limit=1, offset=0)
    place = await _place(asked, read)
    nulls_last = asked.view.schema.nulls_last

    async def beside(order: tuple[Order, ...]) -> bytes:
        where = both(read.where, behind(order, place, nulls_last=nulls_last))
        found = replace(read, columns=read.table.key_columns, where=where, order=order)
        rows = await asked.bridge.opened.json_rows(found)
        return rows[0] if rows else b"null"

    before = tuple(Order(item.column, not item.descending) for item in read.order)
    return json_answer(b'{"prev":%b,"next":%b}' % (await beside(before), await beside(read.order)))


async def _place(asked: Asked, read: Read) -> list[object]:
    """The row's values in the columns of the order. Raises `UnknownRow` where the list does not hold it."""
    columns = tuple(item.column for item in read.order)
    where = both(read.where, key_is(read.table, asked.key))
    rows = await asked.bridge.opened.json_rows(replace(read, columns=columns, where=where, order=()))
    if not rows:
        raise UnknownRow(f"{asked.table} has no such row.")
    row = msgspec.json.decode(rows[0])
    return [values.stored(column, row[column.name]) for column in columns]


def _source(asked: Asked) -> PutsInOrder:
    source = asked.bridge.opened.source
    if not isinstance(source, PutsInOrder):
        raise NotFilterable("This source keeps no order that people make.")
    return source
