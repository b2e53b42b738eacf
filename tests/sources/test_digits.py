"""Numbers of a body, read exactly, are stored and told exactly."""

import json
from decimal import Decimal

import pytest

from jetway.bridge import render
from jetway.core.query import Insert
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
