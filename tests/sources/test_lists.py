"""Keyset pages, related aggregates, bounded counts, to-many relations, zones: the same on every engine."""

from collections import Counter
from dataclasses import replace

import pytest

from jetway.core import values
from jetway.core.cursor import behind
from jetway.core.expr import TRUE, Compare, Measured, Op
from jetway.core.measures import aggregate_column
from jetway.core.query import Aggregate, Expand, Measure, Order, Read
from jetway.core.schema import Func, Type

pytestmark = pytest.mark.anyio

COUNT = (Measure(Func.COUNT, None, "count"),)


async def paged(shop, read, per_page):
    """All rows of `read`, by keyset pages."""
    found, page = [], await shop.rows(replace(read, limit=per_page))
    while page:
        found += page
        assert len(found) < 1000, "a page stood behind itself"
        last = [values.read(order.column, page[-1][order.column.name]) for order in read.order]
        where = behind(read.order, last, nulls_last=shop.schema.nulls_last)
        page = await shop.rows(replace(read, where=where, limit=per_page))
    return found


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("people", "name"),
        ("people", "email"),
        ("people", "mood"),
        ("orders", "total"),
        ("orders", "placed_at"),
        ("orders", "person_id"),
    ],
)
async def test_keyset_pages_are_the_list(shop, table, column, descending):
    rows = shop.table(table)
    if not (rows.column(column).sortable and rows.column(column).keyset):
        pytest.skip("this engine does not order it as it compares it")
    order = (Order(rows.column(column), descending), Order(rows.column("id"), descending))
    read = Read(rows, rows.columns, order=order)
    everything = await shop.rows(read)
    for per_page in (1, 2, 7):
        assert await paged(shop, read, per_page) == everything


async def test_related_rows_are_measured(shop):
    people, orders = shop.table("people"), shop.table("orders")
    relation = next(one for one in people.relations if one.target == orders.name and one.many)
    counts = Counter(row["person_id"] for row in await shop.rows(Read(orders, orders.columns)))
    order = (Order(people.column("id")),)
    result = aggregate_column(Func.COUNT, None)
    for op, holds in ((Op.EQ, int.__eq__), (Op.GT, int.__gt__), (Op.LTE, int.__le__)):
        where = Measured(relation, orders, TRUE, Func.COUNT, None, result, op, 1)
        found = [row["id"] for row in await shop.rows(Read(people, people.columns, where, order))]
        everyone = await shop.rows(Read(people, people.columns, order=order))
        assert found == [row["id"] for row in everyone if holds(counts[row["id"]], 1)]


async def test_sums_of_related_decimals_are_compared_as_numbers(shop):
    people, orders = shop.table("people"), shop.table("orders")
    relation = next(one for one in people.relations if one.target == orders.name and one.many)
    total = orders.column("total")
    result = aggregate_column(Func.SUM, total)
    sums = Counter()
    for row in await shop.rows(Read(orders, orders.columns)):
        sums[row["person_id"]] += float(row["total"] or 0)
    most = max(sums.values())
    value = values.read(result, f"{most / 2:.2f}")
    where = Measured(relation, orders, TRUE, Func.SUM, total, result, Op.GT, value)
    found = {row["id"] for row in await shop.rows(Read(people, people.columns, where))}
    assert found == {person for person, amount in sums.items() if amount > float(value)}


async def test_a_bounded_count_stops(shop):
    people = shop.table("people")
    [everything] = [row async for row in shop.source.aggregate(Aggregate(people, COUNT))]
    for most in (1, 2, everything["count"], everything["count"] + 5):
        bounded = Aggregate(people, COUNT, of_first=most)
        rows = [row async for row in shop.source.aggregate(bounded)]
        assert rows == [{"count": min(most, everything["count"])}]


async def test_to_many_relations_bring_some_rows_of_each(shop):
    assert shop.schema.expands_many
    people, orders = shop.table("people"), shop.table("orders")
    relation = next(one for one in people.relations if one.target == orders.name and one.many)
    order = (Order(orders.column("id"), descending=True),)
    expand = Expand(relation, orders, (orders.column("id"),), order=order, limit=2)
    every = await shop.rows(Read(orders, orders.columns, order=order))
    for row in await shop.rows(Read(people, people.columns, expand=(expand,))):
        own = [{"id": one["id"]} for one in every if one["person_id"] == row["id"]]
        assert row[relation.name] == own[:2]


async def test_an_array_has_its_items(shop):
    for table in shop.schema.tables.values():
        for column in table.columns:
            if column.type is not Type.ARRAY or column.item is not Type.INTEGER:
                continue
            rows = await shop.rows(Read(table, (column,)))
            first = next((row[column.name] for row in rows if row[column.name]), [1])[0]
            if isinstance(first, list):
                continue
            found = await shop.rows(Read(table, (column,), Compare(column, Op.HAS, first)))
            assert found == [row for row in rows if first in (row[column.name] or [])]
