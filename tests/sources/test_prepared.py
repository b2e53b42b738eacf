"""Statements that stay prepared on a connection to PostgreSQL."""

import json
import os

import psycopg
import pytest

from jetway.core.errors import InvalidValue, Required
from jetway.core.expr import Compare, Op
from jetway.core.query import Order, Read, Update
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from jetway.sources.kinds.postgresql import prepared

pytestmark = pytest.mark.anyio

HELD = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'jetway%'"
OF_PEOPLE = f"{HELD} AND statement ~ 'peopl[e]'"


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
    assert await on_the_connection(source, OF_PEOPLE) == [(1,)]


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
    assert await on_the_connection(source, OF_PEOPLE) == [(2,)]


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


async def together(source, *changes):
    """All of them in one transaction, none awaited before the last."""
    async with source._pool.session() as session:
        await session.begin()
        for text, *parameters in changes:
            await session.send(text, parameters)
        await session.commit()


async def names_of(source):
    return [
        name for (name,) in await on_the_connection(source, "SELECT name FROM people ORDER BY id LIMIT 2")
    ]


FIRST = "UPDATE people SET name = $1 WHERE id = 1"
SECOND = "UPDATE people SET name = $1 WHERE id = 2"


async def test_statements_sent_together_are_done_in_their_order(people):
    source, _ = people
    async with source._pool.session() as session:
        await session.begin()
        await session.send(FIRST, ("Ada",))
        found = await session.fetch("UPDATE people SET name = name || '!' WHERE id = 1 RETURNING name")
        assert found == [("Ada!",)]
        await session.send(SECOND, ("Bo",))
        await session.commit()
    assert await names_of(source) == ["Ada!", "Bo"]


async def test_behind_a_refused_statement_nothing_is_done(people):
    source, _ = people
    before = await names_of(source)
    with pytest.raises(psycopg.errors.NotNullViolation):
        await together(source, (FIRST, "Ada"), (SECOND, None), (SECOND, "Bo"))
    assert await names_of(source) == before


async def test_a_refused_commit_is_told(people):
    source, _ = people
    late = "CREATE TABLE late (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)"
    await on_the_connection(source, late, "change")
    with pytest.raises(psycopg.errors.UniqueViolation):
        await together(source, ("INSERT INTO late VALUES (1), (1)",))
    assert await on_the_connection(source, "SELECT count(*) FROM late") == [(0,)]


async def test_what_was_not_sent_yet_is_forgotten_with_its_transaction(people):
    source, _ = people
    before = await names_of(source)
    async with source._pool.session() as session:
        await session.begin()
        await session.send(FIRST, ("Ada",))
    assert await names_of(source) == before


async def test_behind_a_statement_that_cannot_be_prepared_its_transaction_still_begins(people):
    source, _ = people
    before = await names_of(source)
    async with source._pool.session() as session:
        await session.begin()
        with pytest.raises(psycopg.errors.UndefinedTable):
            await session.fetch("SELECT 1 FROM nowhere")
        await session.change(FIRST, ("Ada",))
    assert await names_of(source) == before


async def test_a_transaction_is_begun_anew_where_the_server_forgot_a_statement(people):
    source, _ = people
    await together(source, (FIRST, "Ada"), (SECOND, "Bo"))
    await on_the_connection(source, "DEALLOCATE ALL", "change")
    await together(source, (FIRST, "Bea"), (SECOND, "Cy"))
    assert await names_of(source) == ["Bea", "Cy"]


async def test_statements_sent_together_end_at_their_deadline(make_database):
    source = await open_source(make_database("postgresql").url, Limits(connections=1, statement_s=0.3))
    with pytest.raises(psycopg.errors.QueryCanceled):
        await together(source, ("SELECT pg_sleep(60)",), ("SELECT 1",))
    assert await on_the_connection(source, "SELECT 7") == [(7,)]
    await source.close()
