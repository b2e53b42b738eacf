"""A person's own SQL: read-only by the engine's own means, exact, bounded, and without a trace."""

import anyio
import anyio.lowlevel
import pytest

from jetway.core import errors
from jetway.core.query import Aggregate, Group, Measure, Order, Read
from jetway.core.schema import Func, Type
from jetway.core.statement import Statement
from jetway.sources import Limits, RunsSql
from jetway.sources.kinds import open_source
from tests.sources.test_limits import SLOW, stopped

pytestmark = pytest.mark.anyio

READ_ONLY = [
    "INSERT INTO logs VALUES (NULL, 'x')",
    "UPDATE people SET name = 'x'",
    "DELETE FROM lines",
    "DROP TABLE lines",
    "CREATE TABLE t (a integer)",
    "SELECT 1; DROP TABLE lines",
    "SELECT 1) AS x; DROP TABLE lines; SELECT * FROM (SELECT 1",
    "SELECT 1) DELETE FROM lines -- ",
    "SELECT 1) DELETE FROM lines /*",
    "COMMIT",
    "ROLLBACK; DELETE FROM lines",
    "BEGIN",
]
BY_ENGINE = {
    "sqlite": [
        "ATTACH 'x.db' AS x",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "SELECT load_extension('x')",
        "SELECT * FROM pragma_query_only",
        "SELECT * FROM sqlite_dbpage",
        "VACUUM INTO 'x.db'",
        "WITH x AS (SELECT 1) DELETE FROM lines RETURNING *",
        "DELETE FROM lines RETURNING *",
        "SELECT readfile('/etc/passwd')",
    ],
    "postgresql": [
        "WITH x AS (DELETE FROM lines RETURNING *) SELECT * FROM x",
        "DELETE FROM lines RETURNING *",
        "SELECT * FROM people FOR UPDATE",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "SET transaction_read_only = off",
        "SELECT nextval('orders_id_seq')",
        "COPY people TO PROGRAM 'cat'",
        "COPY people TO STDOUT",
        "DO $$ BEGIN DELETE FROM lines; END $$",
        "SELECT * INTO t FROM people",
        "SELECT query_to_xml('delete from lines returning *', true, true, '')",
        "LOCK people",
        "PREPARE x AS DELETE FROM lines",
        "CALL x()",
        "RESET ALL",
        "DISCARD ALL",
        "LISTEN x",
    ],
    "mariadb": [
        "SELECT 1 INTO OUTFILE '/tmp/jetway-never'",
        "SELECT 1 INTO @a",
        "SET STATEMENT max_statement_time = 0 FOR SELECT 1",
        "SET @@session.tx_read_only = 0",
        "KILL 1",
        "LOAD DATA INFILE '/etc/passwd' INTO TABLE logs",
        "DELETE FROM `lines` RETURNING *",
        "SELECT NEXTVAL(numbers_of_ours)",
        "TRUNCATE logs",
        "CALL x()",
        "EXECUTE IMMEDIATE 'DELETE FROM logs'",
        "DO 1",
        "SHOW TABLES",
    ],
}


def everything(limit=1000):
    return lambda table: [Read(table, table.columns, limit=limit)]


async def run(shop, text, **more):
    ran = await shop.source.run(Statement(text, **more), everything())
    return [list(row.values()) for row in ran.rows[0]]


async def rows_of(shop):
    return shop.sql("SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM logs)")


def lines(shop):
    return "`lines`" if shop.engine == "mariadb" else "lines"


async def test_every_engine_runs_sql(shop):
    assert isinstance(shop.source, RunsSql)


async def test_rows_come_as_they_were_selected(shop):
    assert await run(shop, "SELECT name, id FROM people WHERE id > 3 ORDER BY id LIMIT 2") == [
        ["100%_\\", 4],
        ["日本 😀", 5],
    ]


async def test_the_order_of_the_statement_is_kept(shop):
    assert await run(shop, "SELECT id FROM people ORDER BY id DESC") == [[5], [4], [3], [2], [1]]
    union = "SELECT 1 AS x UNION SELECT 3 UNION SELECT 2 ORDER BY x DESC"
    assert await run(shop, union) == [[3], [2], [1]]


async def test_a_statement_may_begin_with_with(shop):
    assert await run(shop, "WITH x AS (SELECT 1 AS a) SELECT a, a + 1 AS b FROM x") == [[1, 2]]


async def test_a_semicolon_and_a_comment_at_the_end_do_not_matter(shop):
    assert await run(shop, "SELECT 1 AS a;\n ") == [[1]]
    assert await run(shop, "SELECT 1 AS a -- one") == [[1]]


async def test_values_are_exact(shop):
    assert await run(shop, "SELECT total FROM orders WHERE id = 3") == [["99999999.99"]]
    assert await run(shop, "SELECT 9007199254740993 AS big") == [[9007199254740993]]


async def test_columns_tell_their_types(shop):
    ran = await shop.source.run(
        Statement("SELECT id, name, total FROM people JOIN orders USING (id)"), everything()
    )
    assert [(column.name, column.type) for column in ran.columns] == [
        ("id", Type.INTEGER),
        ("name", Type.TEXT),
        ("total", Type.DECIMAL),
    ]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
async def test_columns_of_one_name_are_kept_apart(shop):
    ran = await shop.source.run(Statement("SELECT 1 AS a, 2 AS a, 3 AS a_2"), everything())
    assert ran.rows[0] == [{"a": 1, "a_2": 2, "a_2_2": 3}]


@pytest.mark.parametrize("engine", ["mariadb"], indirect=True)
async def test_mariadb_wants_names_that_differ(shop):
    with pytest.raises(errors.SqlFailed, match="Duplicate column name 'a'"):
        await run(shop, "SELECT 1 AS a, 2 AS a")


async def test_parameters_are_bound(shop):
    hostile = "x' OR '1'='1' -- \\' ; DROP TABLE people"
    assert await run(shop, "SELECT :a AS a, {{ b }} AS b", parameters={"a": hostile, "b": None}) == [
        [hostile, None]
    ]
    where = "SELECT id FROM people WHERE id IN (:x, :y) OR name = :name ORDER BY id"
    assert await run(shop, where, parameters={"x": 1, "y": 2, "name": "åsa"}) == [[1], [2], [3]]
    assert await run(shop, "SELECT id FROM people WHERE id > %s AND id < %s", in_order=(1, 3)) == [[2]]
    assert await run(shop, "SELECT id FROM people ORDER BY id LIMIT :n", parameters={"n": 1}) == [[1]]


async def test_what_looks_like_a_parameter_in_a_text_is_none(shop):
    assert await run(shop, "SELECT '10:30 :a {{b}} %s' AS t -- :c") == [["10:30 :a {{b}} %s"]]


async def test_a_parameter_that_is_missing_or_left_over_is_told(shop):
    for parameters in ({}, {"a": 1, "b": 2}):
        with pytest.raises(errors.InvalidInput):
            await run(shop, "SELECT :a AS a", parameters=parameters)


async def test_a_statement_is_filtered_grouped_and_counted_as_a_table(shop):
    def planned(table):
        person = table.column("person_id")
        return [
            Read(
                table, table.columns[:1], order=(Order(table.columns[0], descending=True),), limit=2, offset=1
            ),
            Aggregate(table, (Measure(Func.COUNT, None, "count"),)),
            Aggregate(table, (Measure(Func.SUM, table.column("total")),), (Group(person),)),
        ]

    ran = await shop.source.run(
        Statement("SELECT id, person_id, total FROM orders WHERE id > :n", {"n": 0}), planned
    )
    assert ran.rows[0] == [{"id": 4}, {"id": 3}]
    assert ran.rows[1] == [{"count": 5}]
    assert [float(row["y_func"]) for row in ran.rows[2]] == [10.1, 99999999.99, 10, 0]


async def test_nothing_but_reading_is_done(fresh_once):
    before = await rows_of(fresh_once)
    for text in READ_ONLY + BY_ENGINE[fresh_once.engine]:
        with pytest.raises(errors.SqlFailed):
            await run(fresh_once, text)
    assert await rows_of(fresh_once) == before
    assert fresh_once.sql(f"SELECT count(*) FROM {lines(fresh_once)}") == [(5,)]


@pytest.fixture(scope="module")
def database_once(engine, make_database):
    database = make_database(engine)
    if engine == "mariadb":
        database.sql("CREATE SEQUENCE numbers_of_ours")
    return database


@pytest.fixture
async def fresh_once(database_once):
    from tests.sources.conftest import _opened

    async with _opened(database_once) as shop:
        await shop.source.save_record("token", b"sealed")
        yield shop


async def test_the_error_is_the_engines_own_and_says_where(shop):
    with pytest.raises(errors.SqlFailed) as caught:
        await run(shop, "SELECT :a AS a, nope FROM people", parameters={"a": 1})
    assert "nope" in caught.value.detail
    if shop.engine != "mariadb":
        assert [problem.detail for problem in caught.value.problems] == ["at character 17"]


async def test_our_own_records_cannot_be_read(fresh_once):
    name = "jetway.record" if fresh_once.engine == "postgresql" else "JETWAY_record"
    for text in (f"SELECT value FROM {name}", f"SELECT count(*) FROM {name}"):
        with pytest.raises(errors.SqlFailed):
            await run(fresh_once, text)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_our_own_records_cannot_be_read_by_roundabout_ways(fresh_once):
    for text in (
        "SELECT query_to_xml('select * from jetway.record', true, true, '')",
        "SELECT 1 FROM people WHERE false AND EXISTS (SELECT FROM jetway.record)",
        "SELECT * FROM record",
    ):
        with pytest.raises(errors.SqlFailed):
            await run(fresh_once, text)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_statement_leaves_no_trace_on_postgresql(shop):
    await run(shop, "SELECT pg_advisory_lock(42), set_config('statement_timeout', '0', false)")
    await run(shop, "SELECT set_config('role', 'pg_read_all_data', false)")
    assert await run(shop, "SELECT current_setting('statement_timeout'), current_user") == [["5s", "jetway"]]
    assert shop.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [(0,)]
    await run(shop, "SELECT lo_create(7), pg_notify('x', 'y')")
    assert shop.sql("SELECT count(*) FROM pg_largeobject_metadata") == [(0,)]


@pytest.mark.parametrize("engine", ["mariadb"], indirect=True)
async def test_a_statement_leaves_no_trace_on_mariadb(shop):
    await run(shop, "SELECT GET_LOCK('jetway-test', 0) AS a, @x := 5 AS b")
    assert await run(shop, "SELECT IS_FREE_LOCK('jetway-test') AS a, @x AS b") == [[1, None]]


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_schema_may_be_looked_into_first(shop):
    assert await run(shop, "SELECT name FROM regions ORDER BY 1", schema="geo") == [
        ["Brasil"],
        ["Bremen"],
        ["Norge"],
    ]


LARGE = {
    "sqlite": "SELECT hex(zeroblob(100000)) AS x FROM people a, people b, people c",
    "postgresql": "SELECT repeat('x', 200000) AS x FROM people a, people b, people c",
    "mariadb": "SELECT repeat('x', 200000) AS x FROM people a, people b, people c",
}
HUGE = {
    "sqlite": "SELECT hex(zeroblob(10000000)) AS x",
    "postgresql": "SELECT repeat('x', 20000000) AS x",
    "mariadb": "SELECT repeat('x', 12000000) AS x",
}


async def test_an_answer_that_is_too_large_is_refused(shop):
    for text in (LARGE[shop.engine], HUGE[shop.engine]):
        with pytest.raises((errors.AnswerTooLarge, errors.SqlFailed)):
            await run(shop, text)


async def test_a_statement_past_its_time_limit_is_stopped(engine, make_database):
    database = make_database(engine)
    database.sql(SLOW[engine])
    source = await open_source(database.url, Limits(statement_s=0.3))
    with anyio.fail_after(5), pytest.raises(errors.QueryTimeout):
        await source.run(Statement("SELECT max(x) AS x FROM slow"), everything())
    await source.close()


async def test_a_statement_that_nobody_waits_for_is_stopped(engine, make_database):
    database = make_database(engine)
    database.sql(SLOW[engine])
    source = await open_source(database.url, Limits(statement_s=30))
    with anyio.move_on_after(0.2) as scope:
        await source.run(Statement("SELECT max(x) AS x FROM slow"), everything())
    assert scope.cancelled_caught
    await stopped(database)
    await source.close()


async def test_names_that_are_odd_do_no_harm(shop):
    quote = "`" if shop.engine == "mariadb" else '"'
    odd = "a'b;{0} %s $1 ?1 :p"
    [row] = (await shop.source.run(Statement(f"SELECT 1 AS {quote}{odd}{quote}"), everything())).rows[0]
    assert row == {odd: 1}
