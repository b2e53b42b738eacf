"""Filter, order, page, expand, group: the same answer from every engine."""

import json
from decimal import Decimal

import pytest

from jetway.core.expr import FALSE, TRUE, And, Compare, Exists, Not, Op, Or
from jetway.core.finish import matches
from jetway.core.query import Aggregate, Expand, Group, Measure, Order, Read, Unit
from jetway.core.schema import Func, Type

pytestmark = pytest.mark.anyio

TEXTS = ("å", "Å", "100%", "_", "\\", "'", '"', "%s", "", "😀", "bolt", "OLT", "a", "zoë", "asa@example.com")


COUNT = (Measure(Func.COUNT, None),)


def ids(rows):
    return [row["id"] for row in rows]


async def found(shop, table, where):
    """The ids that the database finds, and those that Python finds."""
    people = shop.table(table)
    order = (Order(people.column("id")),)
    everything = await shop.rows(Read(people, people.columns, order=order))
    by_database = await shop.rows(Read(people, (people.column("id"),), where, order))
    return ids(by_database), [row["id"] for row in everything if matches(where, row)]


async def test_every_row_of_every_table_can_be_listed(shop):
    for table in shop.schema.tables.values():
        order = tuple(Order(column) for column in table.key_columns)
        read = Read(table, table.columns, order=order, limit=100)
        rows = await shop.rows(read)
        assert all(list(row) == [column.name for column in table.columns] for row in rows)
        if hasattr(shop.source, "read_json"):
            assert [json.loads(row) for row in await shop.source.read_json(read)] == rows


@pytest.mark.parametrize(
    "op", [op for op in Op if op not in (Op.IN, Op.IS_NULL, Op.HAS, Op.LT, Op.LTE, Op.GT, Op.GTE)]
)
@pytest.mark.parametrize("column", ["name", "email", "mood", "label", "region_code"])
async def test_text_is_compared_as_python_compares_it(shop, op, column):
    for text in (*TEXTS, "happy", "br", "BR", "Zoë!"):
        if op not in shop.column("people", column).ops:
            continue
        compare = Compare(shop.column("people", column), op, text)
        by_database, by_python = await found(shop, "people", compare)
        assert by_database == by_python, (op, text)


@pytest.mark.parametrize("op", [Op.EQ, Op.LT, Op.LTE, Op.GT, Op.GTE])
async def test_order_is_compared_as_python_compares_it(shop, op):
    orders = shop.table("orders")
    for name in ("id", "total", "placed_at", "person_id"):
        column = orders.column(name)
        for row in await shop.rows(Read(orders, (column,))):
            value = row[name] if column.type is not Type.DECIMAL else Decimal(row[name])
            by_database, by_python = await found(shop, "orders", Compare(column, op, value))
            assert by_database == by_python, (name, value)


@pytest.mark.parametrize("values", [(), ("happy",), ("happy", "sad", "it's"), ("HAPPY", "none")])
async def test_in(shop, values):
    compare = Compare(shop.column("people", "mood"), Op.IN, values)
    by_database, by_python = await found(shop, "people", compare)
    assert by_database == by_python


async def test_in_with_many_values(shop):
    compare = Compare(shop.column("people", "id"), Op.IN, tuple(range(2, 5000)))
    assert (await found(shop, "people", compare))[0] == [2, 3, 4, 5]


@pytest.mark.parametrize("is_null", [True, False])
async def test_is_null(shop, is_null):
    compare = Compare(shop.column("people", "mood"), Op.IS_NULL, is_null)
    by_database, by_python = await found(shop, "people", compare)
    assert by_database == by_python


async def test_unknown_is_neither_true_nor_false(shop):
    sad = Compare(shop.column("people", "mood"), Op.EQ, "sad")
    yes, no = await found(shop, "people", sad), await found(shop, "people", Not(sad))
    assert yes[0] == [2]
    assert no[0] == [1, 4, 5]


async def test_nothing_and_everything(shop):
    assert (await found(shop, "people", TRUE))[0] == [1, 2, 3, 4, 5]
    assert (await found(shop, "people", FALSE))[0] == []
    assert (await found(shop, "people", Not(Or((FALSE, Not(TRUE))))))[0] == [1, 2, 3, 4, 5]


async def test_booleans_and_dates(shop):
    inactive = Compare(shop.column("people", "active"), Op.EQ, False)
    assert (await found(shop, "people", inactive))[0] == [3, 5]
    late = Compare(shop.column("people", "born"), Op.GTE, "2000-01-01")
    assert (await found(shop, "people", late))[0] == [4, 5]


async def test_order_takes_several_columns_and_ties_keep_the_next(shop):
    people = shop.table("people")
    order = (Order(people.column("born"), descending=True), Order(people.column("id"), descending=True))
    rows = await shop.rows(Read(people, (people.column("id"),), order=order))
    nulls_first = shop.schema.nulls_last  # descending turns it round
    assert ids(rows) == ([3, 5, 4, 2, 1] if nulls_first else [5, 4, 2, 1, 3])


async def test_nulls_stand_where_the_schema_says(shop):
    people = shop.table("people")
    rows = await shop.rows(
        Read(people, (people.column("id"),), order=(Order(people.column("born")),), limit=5)
    )
    assert (ids(rows)[-1] == 3) == shop.schema.nulls_last
    assert (ids(rows)[0] == 3) != shop.schema.nulls_last


async def test_pages(shop):
    people = shop.table("people")
    order = (Order(people.column("id")),)
    pages = [
        await shop.rows(Read(people, people.columns[:1], order=order, limit=2, offset=n))
        for n in (0, 2, 4, 6)
    ]
    assert [ids(page) for page in pages] == [[1, 2], [3, 4], [5], []]


async def test_an_offset_without_a_limit(shop):
    people = shop.table("people")
    rows = await shop.rows(Read(people, people.columns[:1], order=(Order(people.column("id")),), offset=3))
    assert ids(rows) == [4, 5]


async def test_columns_come_as_asked_for(shop):
    people = shop.table("people")
    columns = (people.column("name"), people.column("id"))
    (row, *_) = await shop.rows(Read(people, columns, order=(Order(people.column("id")),), limit=1))
    assert list(row.items()) == [("name", "Zoë"), ("id", 1)]


def expand(shop, table, relation, *columns, where=TRUE, inner=()):
    found = shop.table(table).relation(relation)
    target = shop.schema.tables[found.target]
    return Expand(found, target, tuple(target.column(name) for name in columns), where, inner)


async def test_related_rows_are_nested_in_order_and_null_where_there_is_none(shop):
    people = shop.table("people")
    boss = expand(shop, "people", "boss", "name", inner=(expand(shop, "people", "region_code_row", "name"),))
    order = (Order(people.column("id"), descending=True),)
    read = Read(people, (people.column("id"),), order=order, limit=4, expand=(boss,))
    rows = await shop.rows(read)
    assert rows == [
        {"id": 5, "boss": {"name": "100%_\\", "region_code_row": None}},
        {"id": 4, "boss": {"name": "ÅSA", "region_code_row": {"name": "Norge"}}},
        {"id": 3, "boss": {"name": "Zoë", "region_code_row": {"name": "Brasil"}}},
        {"id": 2, "boss": {"name": "Zoë", "region_code_row": {"name": "Brasil"}}},
    ]
    if hasattr(shop.source, "read_json"):
        assert [json.loads(row) for row in await shop.source.read_json(read)] == rows


async def test_an_expanded_row_must_satisfy_its_own_condition(shop):
    people = shop.table("people")
    rich = Compare(shop.column("people", "name"), Op.EQ, "Zoë")
    boss = expand(shop, "people", "boss", "name", where=rich)
    order = (Order(people.column("id")),)
    rows = await shop.rows(Read(people, (people.column("id"),), order=order, expand=(boss,)))
    assert [row["boss"] for row in rows] == [None, {"name": "Zoë"}, {"name": "Zoë"}, None, None]


async def test_a_composite_relation_is_expanded(shop):
    shipments = shop.table("shipments")
    (relation,) = [found.name for found in shipments.relations if not found.many]
    line = expand(shop, "shipments", relation, "product")
    order = (Order(shipments.column("id")),)
    rows = await shop.rows(Read(shipments, (), order=order, expand=(line,)))
    assert [row[relation] for row in rows] == [{"product": "nut"}, None, {"product": "gear"}, None]


def exists(shop, table, relation, where=TRUE):
    found = shop.table(table).relation(relation)
    return Exists(found, shop.schema.tables[found.target], where)


async def people_with(shop, where):
    people = shop.table("people")
    return ids(await shop.rows(Read(people, (people.column("id"),), where, (Order(people.column("id")),))))


async def test_exists_on_one_and_on_many(shop):
    paid = Compare(shop.column("orders", "total"), Op.GT, 1)
    assert await people_with(shop, exists(shop, "people", "orders", paid)) == [1, 2, 3]
    assert await people_with(shop, Not(exists(shop, "people", "orders"))) == [4]
    norway = Compare(shop.column("regions", "name"), Op.EQ, "Norge")
    assert await people_with(shop, exists(shop, "people", "region_code_row", norway)) == [2, 3]


async def test_exists_through_the_same_table_and_back(shop):
    boss_is_zoe = exists(shop, "people", "boss", Compare(shop.column("people", "id"), Op.EQ, 1))
    assert await people_with(shop, boss_is_zoe) == [2, 3]
    boss_of_boss = exists(shop, "people", "boss", boss_is_zoe)
    assert await people_with(shop, boss_of_boss) == [4]
    leads = exists(shop, "people", "people", Compare(shop.column("people", "name"), Op.STARTS_WITH, "日"))
    assert await people_with(shop, leads) == [4]


async def test_exists_by_composite_columns_inside_exists(shop):
    shipped = exists(shop, "orders", "lines", exists(shop, "lines", "shipments"))
    assert await people_with(shop, exists(shop, "people", "orders", shipped)) == [1, 2]


async def groups(shop, table, *groups, measures=COUNT, where=TRUE, limit=None):
    aggregate = Aggregate(shop.table(table), measures, groups, where, limit)
    return [dict(row) async for row in shop.source.aggregate(aggregate)]


async def test_one_number(shop):
    assert await groups(shop, "orders") == [{"y_func": 5}]
    total = shop.column("orders", "total")
    (row,) = await groups(
        shop, "orders", measures=tuple(Measure(func, total, func.value) for func in Func), where=TRUE
    )
    assert row["count"] == 5
    assert float(row["sum"]) == 100000020.09
    assert float(row["min"]) == 0
    assert float(row["max"]) == 99999999.99
    assert abs(float(row["avg"]) - 20000004.018) < 0.001


async def test_whole_numbers_stay_whole_and_averages_are_numbers(shop):
    quantity = shop.column("lines", "quantity")
    measures = tuple(Measure(func, quantity, func.value) for func in Func)
    assert await groups(shop, "lines", measures=measures) == [
        {"count": 5, "sum": 36, "avg": 7.2, "min": 1, "max": 20}
    ]


async def test_no_rows_make_one_row_without_groups_and_none_with_them(shop):
    assert await groups(shop, "orders", where=FALSE) == [{"y_func": 0}]
    assert await groups(shop, "orders", Group(shop.column("orders", "id")), where=FALSE) == []


async def test_groups_are_ordered_and_limited(shop):
    product, order_id = shop.column("lines", "product"), shop.column("lines", "order_id")
    rows = await groups(shop, "lines", Group(order_id), Group(product), limit=3)
    assert rows == [
        {"group": 1, "group_2": "bolt", "y_func": 1},
        {"group": 1, "group_2": "nut", "y_func": 1},
        {"group": 2, "group_2": "bolt", "y_func": 1},
    ]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (Unit.YEAR, ["2026-01-01T00:00:00"]),
        (Unit.QUARTER, ["2026-01-01T00:00:00", "2026-10-01T00:00:00"]),
        (Unit.MONTH, [f"2026-{month}-01T00:00:00" for month in ("01", "02", "03", "11")]),
        (Unit.WEEK, [f"{day}T00:00:00" for day in ("2025-12-29", "2026-02-23", "2026-11-16", "2026-11-23")]),
        (Unit.HOUR, [
            "2026-01-01T00:00:00", "2026-02-28T23:00:00", "2026-03-01T12:00:00",
            "2026-11-22T10:00:00", "2026-11-23T10:00:00",
        ]),
        (Unit.MINUTE, [
            "2026-01-01T00:00:00", "2026-02-28T23:59:00", "2026-03-01T12:30:00",
            "2026-11-22T10:00:00", "2026-11-23T10:00:00",
        ]),
        (Unit.SECOND, [
            "2026-01-01T00:00:00", "2026-02-28T23:59:59", "2026-03-01T12:30:00",
            "2026-11-22T10:00:00", "2026-11-23T10:00:00",
        ]),
    ],
)  # fmt: skip
async def test_groups_by_unit_start_where_the_unit_starts(shop, unit, expected):
    rows = await groups(shop, "orders", Group(shop.column("orders", "placed_at"), unit))
    assert [row["group"] for row in rows] == expected


async def test_dates_group_to_dates(shop):
    rows = await groups(shop, "people", Group(shop.column("people", "born"), Unit.MONTH))
    assert {row["group"] for row in rows} == {None, "1980-02-01", "1990-12-01", "2000-01-01"}


async def test_hostile_names_compile(shop):
    (hostile,) = [table for table in shop.schema.tables.values() if table.name.startswith("ta")]
    key = hostile.key_columns[0]
    where = And(tuple(Compare(column, Op.EQ, "%s {0} :p") for column in hostile.columns[1:]))
    read = Read(hostile, hostile.columns, where, tuple(Order(column) for column in hostile.columns), 5, 1)
    assert await shop.rows(read) == []
    assert [
        row async for row in shop.source.aggregate(Aggregate(hostile, (Measure(Func.MAX, key, "top"),)))
    ] == [{"top": None}]


async def test_a_column_may_have_the_name_of_anything_in_our_own_text(shop):
    letters = shop.table("letters")
    relation = letters.relation("parent")
    expand = Expand(relation, letters, letters.columns)
    order = (Order(letters.column("id")),)
    first = {"id": 1, "r": 11, "n": 12, "o": 13, "c0": 14, "parent_id": None}
    second = {"id": 2, "r": 21, "n": 22, "o": 23, "c0": 24, "parent_id": 1}
    rows = await shop.rows(Read(letters, letters.columns, order=order, expand=(expand,)))
    assert rows == [first | {"parent": None}, second | {"parent": first}]


async def test_more_rows_than_are_fetched_at_once_are_streamed_in_order(fresh):
    logs = fresh.table("logs")
    digits = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(10))
    tens = ", ".join(f"({digits}) d{n}" for n in range(4))
    number = "d0.n + 10 * d1.n + 100 * d2.n + 1000 * d3.n"
    text = {"sqlite": "CAST({} AS TEXT)", "postgresql": "CAST({} AS text)", "mariadb": "CAST({} AS CHAR)"}
    fresh.sql(f"INSERT INTO logs (message) SELECT {text[fresh.engine].format(number)} FROM {tens}")
    message = logs.column("message")
    starts = Compare(message, Op.STARTS_WITH, "1")
    rows = await fresh.rows(Read(logs, (message,), starts, (Order(message),)))
    assert len(rows) == 1111
    assert [row["message"] for row in rows] == sorted(row["message"] for row in rows)


async def test_a_stream_that_is_left_gives_its_connection_back(fresh):
    people = fresh.table("people")
    for _ in range(20):
        stream = fresh.source.read(Read(people, people.columns, order=(Order(people.column("id")),)))
        assert (await anext(stream))["id"] == 1
        await stream.aclose()
    assert len(await fresh.rows(Read(people, people.columns))) == 5
