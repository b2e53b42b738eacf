"""Time limits, cancellation, busy pools, and databases that go away and come back."""

import anyio
import anyio.lowlevel
import pytest

from jetway.core import errors
from jetway.core.expr import Compare, Op
from jetway.core.query import Aggregate, Insert, Measure, Order, Read, Update
from jetway.core.schema import Func
from jetway.sources import Limits, ReadsJson
from jetway.sources.kinds import open_source

pytestmark = pytest.mark.anyio

SLOW = {
    "sqlite": "CREATE VIEW slow AS"
    " WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
    "postgresql": "CREATE VIEW slow AS SELECT x FROM generate_series(1, 1000000000) x",
    "mariadb": "CREATE VIEW slow AS SELECT a.seq * b.seq AS x FROM seq_1_to_1000000 a, seq_1_to_1000000 b",
}
RUNNING = {
    "postgresql": "SELECT count(*) FROM pg_stat_activity"
    " WHERE state = 'active' AND query LIKE '%slow%' AND pid <> pg_backend_pid()"
    " AND datname = current_database()",
    "mariadb": "SELECT count(*) FROM information_schema.PROCESSLIST"
    " WHERE INFO LIKE '%slow%' AND ID <> CONNECTION_ID() AND DB = DATABASE()",
}


async def opened(database, **limits):
    source = await open_source(database.url, Limits(**limits))
    return source, await source.describe()


@pytest.fixture
async def slow(engine, make_database):
    """A shop with a view that never ends."""
    database = make_database(engine)
    database.sql(SLOW[engine])
    return database


def forever(schema):
    table = schema.tables["slow"]
    return Aggregate(table, (Measure(Func.MAX, table.columns[0]),))


async def count(source, schema):
    aggregate = Aggregate(schema.tables["people"], (Measure(Func.COUNT, None),))
    return [row["y_func"] async for row in source.aggregate(aggregate)]


async def consume(rows):
    async for _ in rows:
        pass


async def test_a_statement_past_its_time_limit_is_stopped(slow):
    source, schema = await opened(slow, statement_s=0.3)
    with anyio.fail_after(5), pytest.raises(errors.QueryTimeout):
        await consume(source.aggregate(forever(schema)))
    assert await count(source, schema) == [5]
    await source.close()


async def test_a_stream_past_its_time_limit_is_stopped(slow):
    source, schema = await opened(slow, statement_s=0.3)
    table = schema.tables["slow"]
    never = Compare(table.columns[0], Op.LT, 0)
    with anyio.fail_after(5), pytest.raises(errors.QueryTimeout):
        await consume(source.read(Read(table, table.columns, never)))
    assert await count(source, schema) == [5]
    await source.close()


async def test_a_cancelled_call_stops_its_statement_and_spoils_no_connection(slow):
    source, schema = await opened(slow, statement_s=30, connections=2)
    for _ in range(5):
        with anyio.move_on_after(0.1) as scope:
            await consume(source.aggregate(forever(schema)))
        assert scope.cancelled_caught
        await stopped(slow)
    assert await count(source, schema) == [5]
    await source.close()


async def test_a_cancelled_stream_stops_its_statement(slow):
    source, schema = await opened(slow, statement_s=30)
    table = schema.tables["slow"]
    never = Compare(table.columns[0], Op.LT, 0)
    with anyio.move_on_after(0.1):
        await consume(source.read(Read(table, table.columns, never)))
    await stopped(slow)
    assert await count(source, schema) == [5]
    await source.close()


async def test_rows_as_json_keep_the_time_limit(slow):
    source, schema = await opened(slow, statement_s=0.3)
    table = schema.tables["slow"]
    read = Read(table, table.columns, Compare(table.columns[0], Op.LT, 0), limit=5)
    with anyio.fail_after(5), pytest.raises(errors.QueryTimeout):
        await json_rows(source, read)
    assert await count(source, schema) == [5]
    await source.close()


async def test_rows_as_json_that_nobody_waits_for_are_not_made(slow):
    source, schema = await opened(slow, statement_s=30, connections=2)
    table = schema.tables["slow"]
    read = Read(table, table.columns, Compare(table.columns[0], Op.LT, 0), limit=5)
    for _ in range(3):
        with anyio.move_on_after(0.1) as scope:
            await json_rows(source, read)
        assert scope.cancelled_caught
        await stopped(slow)
    assert await count(source, schema) == [5]
    await source.close()


async def json_rows(source, read):
    if isinstance(source, ReadsJson):
        return await source.read_json(read)
    return [row async for row in source.read(read)]


async def stopped(database):
    """Return once the server runs no slow statement, before its time is over. SQLite's run in our threads."""
    if database.engine == "sqlite":
        return
    with anyio.fail_after(10):
        while database.sql(RUNNING[database.engine]) != [(0,)]:
            await anyio.lowlevel.checkpoint()


async def test_a_call_waits_for_a_connection_only_so_long(slow):
    source, schema = await opened(slow, statement_s=30, connections=1, wait_s=0.2)
    async with anyio.create_task_group() as others:
        others.start_soon(consume, source.aggregate(forever(schema)))
        await anyio.lowlevel.checkpoint()  # the other call takes the only connection first thing
        with pytest.raises(errors.PoolTimeout):
            await count(source, schema)
        others.cancel_scope.cancel()
    assert await count(source, schema) == [5]
    await source.close()


async def test_many_calls_share_few_connections(fresh, make_database):
    source, schema = await opened(make_database(fresh.engine), connections=2, wait_s=20)
    results = []

    async def one():
        results.extend(await count(source, schema))

    async with anyio.create_task_group() as calls:
        for _ in range(50):
            calls.start_soon(one)
    assert results == [5] * 50
    await source.close()


async def test_writes_side_by_side_all_arrive(fresh):
    people = fresh.table("people")

    async def one(number):
        values = ((people.column("name"), f"n{number}"), (people.column("email"), f"n{number}@x"))
        await fresh.source.write([Insert(people, values, people.columns[:1])])

    async with anyio.create_task_group() as calls:
        for number in range(20):
            calls.start_soon(one, number)
    assert await count(fresh.source, fresh.schema) == [25]


async def test_a_cancelled_write_leaves_nothing(fresh):
    people = fresh.table("people")
    change = ((people.column("name"), "changed"),)
    for delay_s in (0, 0.001, 0.002, 0.005):
        where = Compare(people.column("id"), Op.EQ, 1)
        broken = Update(people, ((people.column("boss_id"), 999),), where, ())
        with anyio.move_on_after(delay_s):
            try:
                await fresh.source.write([Update(people, change, where, ()), broken])
            except errors.InvalidReference:
                continue
    order = (Order(people.column("id")),)
    rows = await fresh.rows(Read(people, people.columns[:2], order=order, limit=1))
    assert rows == [{"id": 1, "name": "Zoë"}]


async def test_a_closed_source_says_so_and_closes_twice(fresh):
    await fresh.source.close()
    await fresh.source.close()
    with pytest.raises(errors.SourceUnavailable):
        await count(fresh.source, fresh.schema)


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"], indirect=True)
async def test_a_database_that_restarts_is_found_again(engine, make_database, request):
    server = request.getfixturevalue(f"{engine}_server")
    source, schema = await opened(make_database(engine), connections=3)
    assert await count(source, schema) == [5]
    await anyio.to_thread.run_sync(server.stop)
    try:
        for _ in range(3):
            with pytest.raises(errors.SourceUnavailable):
                await count(source, schema)
    finally:
        await anyio.to_thread.run_sync(server.start)
    assert await count(source, schema) == [5]
    await anyio.to_thread.run_sync(server.stop)
    await anyio.to_thread.run_sync(server.start)
    for _ in range(4):
        assert await count(source, schema) == [5]
    await source.close()
