"""The lines of files, as every engine builds them."""

import csv
import json
from contextlib import aclosing

import pytest
from hypothesis import strategies as st

from jetway.bridge.transfer.lines import line_maker
from jetway.core import values
from jetway.core.errors import PoolTimeout
from jetway.core.export import Csv, Json, cells
from jetway.core.expr import Compare, Op
from jetway.core.query import Delete, Expand, Order, Read
from jetway.core.schema import Type
from tests.sources.test_values import addresses_alike, columns_of, examples, stored

pytestmark = pytest.mark.anyio


async def lines(shop, read, form):
    async with aclosing(shop.source.lines(read, cells(read, None), form)) as batches:
        return [line async for batch in batches for line in batch]


def told(column, text):
    """The value that a cell stands for."""
    return values.read_text(column, text)


async def test_cells_hold_the_values_of_the_rows(fresh):
    things = fresh.table("things")
    order = (Order(things.column("id")),)
    read = Read(things, things.columns, order=order, whole_bytes=True)

    async def check(row):
        inserted = await stored(fresh, row)
        (line,) = await lines(fresh, read, Csv(guarded=False))
        (found,) = csv.reader([line.decode()], strict=True) if "\n" not in line.decode() else [None]
        for column, text in zip(things.columns, found or whole(line), strict=True):
            value = inserted[column.name]
            if value is None:
                assert text == "", column.name
            else:
                assert same_value(column, told(column, text), values.read(column, value)), column.name
        await fresh.source.write([Delete(things, Compare(things.column("id"), Op.EQ, inserted["id"]))])

    await examples(st.fixed_dictionaries(columns_of(fresh.engine)), check)


def whole(line):
    """The cells of a line with line ends inside."""
    (found,) = csv.reader(line.decode().splitlines(keepends=True), strict=True)
    return found


def same_value(column, one, other):
    if column.native == "float":  # MariaDB's single precision, told with the digits of a double
        return one == pytest.approx(other, rel=1e-6, abs=1e-44)
    if column.type is Type.INTERVAL or column.type is Type.TIME:
        return one.rstrip("0") == other.rstrip("0")
    return one == other or addresses_alike(column.name, one, other)


async def test_objects_are_the_rows(fresh):
    things = fresh.table("things")
    read = Read(things, things.columns, order=(Order(things.column("id")),), whole_bytes=True)

    async def check(row):
        inserted = await stored(fresh, row)
        (line,) = await lines(fresh, read, Json())
        assert json.loads(line) == inserted
        assert b"\n" not in line
        assert b"\r" not in line
        await fresh.source.write([Delete(things, Compare(things.column("id"), Op.EQ, inserted["id"]))])

    await examples(st.fixed_dictionaries(columns_of(fresh.engine)), check, runs=30)


@pytest.mark.parametrize("form", [Csv(), Json()])
async def test_lines_that_are_built_here_are_those_of_the_database(fresh, form):
    things = fresh.table("things")
    read = Read(things, things.columns, order=(Order(things.column("id")),), whole_bytes=True)
    made = line_maker(cells(read, None), form)

    async def check(row):
        inserted = await stored(fresh, row)
        [line], [built] = await lines(fresh, read, form), [made(row) for row in await fresh.rows(read)]
        if isinstance(form, Json):
            assert json.loads(built) == json.loads(line)
        else:
            for column, one, other in zip(things.columns, whole(built), whole(line), strict=True):
                assert one == other or alike(column, one, other), column.name
        await fresh.source.write([Delete(things, Compare(things.column("id"), Op.EQ, inserted["id"]))])

    await examples(st.fixed_dictionaries(columns_of(fresh.engine)), check, runs=30)


def alike(column, one, other):
    """A number with other digits, or JSON with other spaces, of the same value."""
    return same_value(column, told(column, one), told(column, other))


async def test_json_that_is_stored_on_several_lines_stands_on_one(fresh):
    things = fresh.table("things")
    column = "a_raw_json" if fresh.engine == "postgresql" else "a_json"
    fresh.sql(f"INSERT INTO things ({column}) VALUES ('{{\n\"a\":\r\n1}}')")
    read = Read(things, (things.column(column),))
    (line,) = await lines(fresh, read, Json())
    assert json.loads(line) == {column: {"a": 1}}
    assert not {b"\n", b"\r"} & {line[at : at + 1] for at in range(len(line))}


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-x", "'-x"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\n=x", "'\n=x"),
        ("\r=x", "'\r=x"),
        *((f"{sign}1", f"'{sign}1") for sign in "\uff1d\uff0b\uff0d\uff20"),
        ("''\uff1d1", "'''\uff1d1"),
        ("é=1", "é=1"),
        ("'=x", "''=x"),
        ("''", "''"),
        ("'x", "'x"),
        ("x=1", "x=1"),
        ("", ""),
        ('say "hi", you', 'say "hi", you'),
    ],
)
async def test_text_that_a_spreadsheet_would_run_is_guarded(fresh, text, guarded):
    things = fresh.table("things")
    await stored(fresh, {"a_text": text, "a_integer": -5})
    read = Read(things, (things.column("a_text"), things.column("a_integer")))
    quoted = guarded.replace('"', '""')
    assert await lines(fresh, read, Csv(delimiter=";")) == [f'"{quoted}";-5'.encode()]
    kept = text.replace('"', '""')
    assert await lines(fresh, read, Csv(guarded=False)) == [f'"{kept}",-5'.encode()]


async def test_null_is_nothing_and_empty_text_is_quotes(fresh):
    things = fresh.table("things")
    columns = tuple(things.column(name) for name in ("a_text", "a_integer", "a_boolean", "a_date", "a_json"))
    await stored(fresh, {"a_text": "", "a_boolean": True})
    await stored(fresh, {"a_text": None, "a_boolean": False})
    read = Read(things, columns, order=(Order(things.column("id")),))
    assert await lines(fresh, read, Csv()) == [b'"",,true,,', b",,false,,"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_what_sqlite_stores_in_the_wrong_column_breaks_no_line(fresh):
    things = fresh.table("things")
    fresh.sql(
        "INSERT INTO things (a_integer, a_decimal, a_boolean, a_date, a_timestamp, a_text) VALUES"
        " ('=1,\"x\"', 'a\nb', '@x', '=d', x'00ff', 1.5)"
    )
    names = ("a_integer", "a_decimal", "a_boolean", "a_date", "a_timestamp", "a_text")
    read = Read(things, tuple(things.column(name) for name in names))
    (line,) = await lines(fresh, read, Csv())
    assert whole(line) == ['\'=1,"x"', "a\nb", "'@x", "'=d", "AP8=", "1.5"]


async def test_values_of_a_filter_reach_the_statement_whatever_they_are(fresh):
    hostile = 'it\'s $1 \\ %s "x" {0}'
    things = fresh.table("things")
    await stored(fresh, {"a_text": hostile})
    await stored(fresh, {"a_text": "other"})
    where = Compare(things.column("a_text"), Op.EQ, hostile)
    doubled = hostile.replace('"', '""')
    assert await lines(fresh, Read(things, (things.column("a_text"),), where), Csv()) == [
        f'"{doubled}"'.encode()
    ]


async def test_related_rows_bring_their_cells(shop):
    orders, people = shop.table("orders"), shop.table("people")
    boss = next(relation for relation in orders.relations if relation.target == "people")
    read = Read(
        orders,
        (orders.column("id"),),
        order=(Order(orders.column("id")),),
        expand=(Expand(boss, people, (people.column("name"),), Compare(people.column("id"), Op.EQ, 1)),),
    )
    found = await lines(shop, read, Csv())
    objects = [json.loads(line) for line in await lines(shop, read, Json())]
    named = [row[boss.name] and row[boss.name]["name"] for row in objects]
    assert [line.decode().split(",")[1] for line in found] == [
        f'"{name}"' if name is not None else "" for name in named
    ]
    assert None in named


async def test_no_more_exports_run_at_once_than_allowed(shop):
    people = shop.table("people")
    read = Read(people, people.columns)
    async with aclosing(shop.source.lines(read, (), Json())) as one:
        await anext(one)
        async with aclosing(shop.source.lines(read, (), Json())) as two:
            await anext(two)
            with pytest.raises(PoolTimeout):
                await lines(shop, read, Json())
    assert len(await lines(shop, read, Json())) > 1
