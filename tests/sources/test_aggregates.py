"""What a description says a column can be aggregated and grouped by, the engine does."""

import pytest

from jetway.core.query import Aggregate, Group, Measure
from jetway.core.schema import Func, Type

pytestmark = pytest.mark.anyio


async def test_every_column_has_the_aggregates_that_it_names(shop):
    for table in shop.schema.tables.values():
        for column in table.columns:
            measures = tuple(Measure(func, column, func.value) for func in sorted(column.aggregates))
            [row] = [row async for row in shop.source.aggregate(Aggregate(table, measures))]
            assert row.keys() == column.aggregates


async def test_rows_are_grouped_by_every_column_that_says_so(shop):
    for table in shop.schema.tables.values():
        for column in (column for column in table.columns if column.groupable):
            aggregate = Aggregate(table, (Measure(Func.COUNT, None),), (Group(column),), limit=100)
            rows = [row async for row in shop.source.aggregate(aggregate)]
            assert all(row["y_func"] > 0 for row in rows)


async def test_bytes_have_no_extremes_and_no_groups(shop):
    column = shop.column("things", "a_bytes")
    assert (column.type, column.aggregates, column.groupable) == (Type.BYTES, {Func.COUNT}, False)
