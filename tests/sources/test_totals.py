"""The law of `core.totals`: aggregated by the database or here, the numbers are the same."""

from decimal import Decimal

import pytest

from jetway.core.query import Aggregate, Group, Measure, Read, Unit
from jetway.core.schema import Func, Type
from jetway.core.totals import Totals

pytestmark = pytest.mark.anyio

MOMENTS = (Type.DATE, Type.TIMESTAMP, Type.TIMESTAMPTZ)


async def here(shop, aggregate):
    totals = Totals(aggregate)
    async for row in shop.source.read(Read(aggregate.table, aggregate.table.columns, aggregate.where)):
        totals.add(row)
    return totals.rows()


def has_an_order_of_its_own(shop, column):
    """By the collation, or by the order in which an ENUM is declared."""
    texts = column.type in (Type.TEXT, Type.UUID) and shop.engine == "mariadb"
    return texts or column.type in (Type.INTERVAL, Type.OTHER, Type.ENUM)


def alike(row):
    """Numbers by their value, whether they are told as text or not."""
    return [(name, number(value)) for name, value in row.items()]


def number(value):
    try:
        return round(float(Decimal(str(value))), 4)
    except ArithmeticError:
        return value


async def test_every_measure_is_the_databases(shop):
    for table in shop.schema.tables.values():
        for column in table.columns:
            if has_an_order_of_its_own(shop, column):
                continue
            measures = tuple(Measure(func, column, func.value) for func in sorted(column.aggregates))
            aggregate = Aggregate(table, measures)
            [row] = [row async for row in shop.source.aggregate(aggregate)]
            [found] = await here(shop, aggregate)
            assert alike(found) == alike(row), (table.name, column.name)


async def test_every_group_is_the_databases(shop):
    for table in shop.schema.tables.values():
        for column in (column for column in table.columns if column.groupable):
            if has_an_order_of_its_own(shop, column):
                continue
            units = tuple(Unit) if column.type in MOMENTS else (None,)
            for unit in units:
                groups, measures = (Group(column, unit),), (Measure(Func.COUNT, None),)
                aggregate = Aggregate(table, measures, groups)
                rows = [tuple(row.items()) async for row in shop.source.aggregate(aggregate)]
                found = [tuple(row.items()) for row in await here(shop, aggregate)]
                assert sorted(found, key=str) == sorted(rows, key=str), (table.name, column.name, unit)


async def test_the_order_of_groups_is_the_databases(shop):
    lines = shop.table("lines")
    groups = (Group(lines.column("order_id")), Group(lines.column("product")))
    aggregate = Aggregate(lines, (Measure(Func.SUM, lines.column("quantity")),), groups, limit=3)
    assert await here(shop, aggregate) == [row async for row in shop.source.aggregate(aggregate)]
