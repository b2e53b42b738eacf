"""Numbers of a body, read exactly, are stored and told exactly."""

import json
from decimal import Decimal

import pytest

from jetway.bridge import render
from jetway.core.exact import exact_aggregate, exact_read
from jetway.core.query import Aggregate, Group, Insert, Measure, Order, Read
from jetway.core.schema import Func
from jetway.json_body import decode
from tests.sources.test_write import insert

pytestmark = pytest.mark.anyio


async def test_a_decimal_is_stored_to_its_last_digit(fresh):
    if fresh.engine == "sqlite":
        pytest.skip("SQLite holds decimals as floats")
    number = decode(b"12345678901234.123457", exactly=True)
    (row,) = await fresh.source.write([insert(fresh, "things", a_decimal=Decimal(str(number)))])
    assert row["a_decimal"] == "12345678901234.123457"


async def test_a_document_keeps_the_digits_of_its_numbers(fresh):
    text = b'{"a": 0.1234567890123456789, "b": [18446744073709551615, 0.5]}'
    kind = fresh.column("things", "a_json").native
    [stored] = await fresh.source.write([insert(fresh, "things", a_json=decode(text, exactly=True))])
    row = render.row(stored)
    told = decode(row, exactly=True)["a_json"]
    assert told == decode(text, exactly=True), (kind, row)
    assert json.loads(row)["a_json"]["b"][1] == 0.5


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_an_array_keeps_the_digits_of_its_numbers(fresh):
    fresh.sql("CREATE TABLE lists (id integer PRIMARY KEY, n numeric[], j jsonb[])")
    table = (await fresh.source.describe()).tables["lists"]
    long = decode(b'[0.1234567890123456789, {"a": 0.1234567890123456789}]', exactly=True)
    values = tuple(zip(table.columns, (1, long[:1], long), strict=True))
    row = render.row((await fresh.source.write([Insert(table, values, table.columns)]))[0])
    assert b'["0.1234567890123456789"]' in row
    assert b'{"a":0.1234567890123456789}' in row


async def test_large_whole_numbers_are_told_as_text_where_that_is_asked_for(fresh):
    things, large = fresh.table("things"), 2**53 + 1
    await fresh.source.write([insert(fresh, "things", a_integer=large), insert(fresh, "things")])
    number, text = things.column("a_integer"), things.column("a_text")
    read = exact_read(Read(things, (number, text), order=(Order(things.key_columns[0]),)))
    assert await fresh.rows(read) == [
        {"a_integer": str(large), "a_text": None},
        {"a_integer": None, "a_text": None},
    ]
    if fresh.engine != "mariadb":
        assert [json.loads(row)["a_integer"] for row in await fresh.source.read_json(read)] == [
            str(large),
            None,
        ]
    for func in (Func.SUM, Func.MAX):
        aggregate = exact_aggregate(Aggregate(things, (Measure(func, number),)))
        assert [row async for row in fresh.source.aggregate(aggregate)] == [{"y_func": str(large)}]
    grouped = exact_aggregate(Aggregate(things, (Measure(Func.COUNT, None),), (Group(number),)))
    found = {row["group"]: row["y_func"] async for row in fresh.source.aggregate(grouped)}
    assert found == {str(large): 1, None: 1}


async def test_small_whole_numbers_stay_numbers(shop):
    if shop.engine == "sqlite":
        pytest.skip("SQLite's whole numbers all have 64 bits")
    people = shop.table("people")
    read = exact_read(Read(people, people.key_columns, limit=1))
    assert isinstance((await shop.rows(read))[0]["id"], int)
