"""Statements that stay prepared on a connection to PostgreSQL."""

import json
import os

import pytest

from jetway.core.errors import InvalidValue, Required
from jetway.core.expr import Compare, Op
from jetway.core.query import Order, Read, Update
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from jetway.sources.kinds.postgresql import prepared

pytestmark = pytest.mark.anyio

HELD = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'jetway%'"


@pytest.fixture
async def people(make_database):
    """A source with one connection, and its table of people."""
    source = await open_source(make_database("postgresql").url, Limits(connections=1))
    yield source, (await source.describe()).tables["people"]
    await source.close()


def by_id(table, limit, ids=(1, 2, 3)):
    where = Compare(table.column("id"), Op.IN, ids)
    return Read(table, table.columns[:2], where, (Order(table.column("id")),), limit)


async def listed(source, read):
    return [json.loads(row) for row in await source.read_json(read)]


async def on_the_connection(source, sql, do="fetch"):
    async with source._pool.session() as session:
        return await getattr(session, do)(sql)


async def test_a_shape_is_prepared_once(people):
    source, table = people
    for ids in ((1,), (2, 3), (1, 2, 3)):
        assert [row["id"] for row in await listed(source, by_id(table, 5, ids))] == list(ids)
    assert await on_the_connection(source, HELD) == [(1,)]


async def test_only_so_many_statements_stay_prepared(people, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)
    source, table = people
    for limit in (1, 2, 3, 4, 5, 1):
        assert len(await listed(source, by_id(table, limit))) == min(limit, 3)
    assert await on_the_connection(source, HELD) == [(3,)]


async def test_what_the_server_forgot_is_prepared_anew(people):
    source, table = people
    read = by_id(table, 5)
    before = await listed(source, read)
    await on_the_connection(source, "DEALLOCATE ALL", "change")
    assert await listed(source, read) == before


@pytest.mark.parametrize("way", ["fetch", "column"])
async def test_a_statement_whose_columns_change_their_type_is_prepared_anew(people, way):
    source, _ = people
    found = []
    for type_ in ("varchar(80)", "text", "varchar(90)"):
        await on_the_connection(source, f"ALTER TABLE people ALTER email TYPE {type_}", "change")
        found.append(await on_the_connection(source, "SELECT email FROM people WHERE id = 1", way))
    assert found[0]
    assert found == [found[0]] * 3


async def test_a_refused_value_leaves_the_connection_in_order(people):
    source, table = people
    refused = Read(table, table.columns[:1], Compare(table.column("id"), Op.EQ, 10**30), limit=5)
    with pytest.raises(InvalidValue):
        await source.read_json(refused)
    assert len(await listed(source, by_id(table, 5))) == 3


async def test_a_parameter_of_some_megabytes_arrives(people):
    source, table = people
    long = Compare(table.column("name"), Op.EQ, "é" * 3_000_000)
    assert await source.read_json(Read(table, table.columns[:1], long, limit=5)) == []


async def test_a_refused_change_makes_no_statement_forgotten(people):
    source, table = people
    read = by_id(table, 5)
    before = await listed(source, read)
    change = Update(
        table, ((table.column("name"), None),), Compare(table.column("id"), Op.EQ, 1), table.columns
    )
    with pytest.raises(Required):
        await source.write([change])
    assert await listed(source, read) == before
    assert await source.write_each([change], all_or_none=False)
    assert await listed(source, read) == before
    assert await on_the_connection(source, HELD) == [(1,)]


async def test_both_ways_to_the_server_take_turns(people):
    source, table = people
    for _ in range(3):
        assert len(await listed(source, by_id(table, 5))) == 3
        assert await on_the_connection(source, "SELECT 7") == [(7,)]


async def test_a_connection_that_the_server_ends_between_statements_is_replaced(make_database):
    database = make_database("postgresql")
    source = await open_source(database.url, Limits(connections=1))
    read = by_id((await source.describe()).tables["people"], 5)
    await listed(source, read)
    [(pid,)] = await on_the_connection(source, "SELECT pg_backend_pid()")
    await listed(source, read)
    assert database.sql(f"SELECT pg_terminate_backend({pid}, 5000)") == [(True,)]
    assert len(await listed(source, read)) == 3
    await source.close()


async def test_a_session_holds_no_second_file_when_it_is_closed(people):
    source, table = people
    await listed(source, by_id(table, 5))
    async with source._pool.session() as session:
        second = session._prepared._socket
        os.fstat(second)
        await session.close()
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(second)
