"""Rows of tables without a key: the engine's own mark pins one of them as it is now, and never another."""

from dataclasses import replace

import anyio
import psycopg
import pytest

from jetway.core import errors
from jetway.core.audit import Author, Trail, Way
from jetway.core.ceiling import NO_CEILING
from jetway.core.expr import TRUE, Compare, Op
from jetway.core.query import Delete, Insert, Order, Read, Update
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from tests.sources.test_audit import kept
from tests.sources.test_write import values

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True),
]


async def rows_of(shop, table, where=TRUE, order=()):
    return await shop.rows(Read(table, table.told, where, order))


def marked(table, *marks):
    op, value = (Op.EQ, marks[0]) if len(marks) == 1 else (Op.IN, marks)
    return Compare(table.mark, op, value)


def add(table, check=TRUE, **given):
    return Insert(table, values(table, **given), table.told, check)


async def described(fresh, name):
    return (await fresh.source.describe()).tables[name]


async def gone(fresh, table, row):
    """The mark of `row` pins nothing, whatever is asked."""
    assert await rows_of(fresh, table, marked(table, row["_row"])) == []
    for write in (
        Update(table, values(table, message="wrong"), marked(table, row["_row"]), table.told),
        Delete(table, marked(table, row["_row"])),
    ):
        with pytest.raises(errors.UnknownRow):
            await fresh.source.write([write])
    return True


async def test_one_of_two_twins_is_changed_then_deleted(fresh):
    logs = fresh.table("logs")
    rows = await rows_of(fresh, logs)
    assert len({row["_row"] for row in rows}) == len(rows) == 3
    change = Update(logs, values(logs, message="changed"), marked(logs, rows[1]["_row"]), logs.told)
    [changed] = await fresh.source.write([change])
    assert await gone(fresh, logs, rows[1])
    assert await rows_of(fresh, logs, marked(logs, changed["_row"])) == [changed]
    assert await fresh.source.write([Delete(logs, marked(logs, changed["_row"]))]) == [{}]
    assert await rows_of(fresh, logs) == [rows[0], rows[2]]


async def test_a_new_row_tells_its_mark(fresh):
    logs = fresh.table("logs")
    check = Compare(logs.column("message"), Op.EQ, "right")
    [row] = await fresh.source.write([add(logs, check, message="right")])
    assert await rows_of(fresh, logs, marked(logs, row["_row"])) == [row]
    with pytest.raises(errors.CheckFailed):
        await fresh.source.write([add(logs, check, message="wrong")])


async def test_a_check_is_held_to_a_change_too(fresh):
    logs = fresh.table("logs")
    [started] = await rows_of(fresh, logs, Compare(logs.column("message"), Op.EQ, "started"))
    change = Update(logs, values(logs, message="right"), marked(logs, started["_row"]), logs.told)
    with pytest.raises(errors.CheckFailed):
        await fresh.source.write([replace(change, check=Compare(logs.column("message"), Op.EQ, "other"))])
    [row] = await fresh.source.write([replace(change, check=Compare(logs.column("message"), Op.EQ, "right"))])
    assert await rows_of(fresh, logs, marked(logs, row["_row"])) == [row]


@pytest.mark.parametrize(
    "mark",
    ["", "-", "x", "1", "1-", "-1-x", "0-0-0-1-9", "9-9-99999999999-1-9", "1-2-3-99999-4", "😀", "1--1"],
)
async def test_what_is_no_mark_pins_nothing(shop, mark):
    logs = shop.table("logs")
    assert await rows_of(shop, logs, marked(logs, mark)) == []
    assert await rows_of(shop, logs, marked(logs, mark, mark)) == []


async def test_a_row_changed_elsewhere_is_not_the_one_that_was_seen(fresh):
    logs = fresh.table("logs")
    [started] = await rows_of(fresh, logs, Compare(logs.column("message"), Op.EQ, "started"))
    fresh.sql("UPDATE logs SET message = 'changed' WHERE message = 'started'")
    assert await gone(fresh, logs, started)


async def test_a_row_in_the_place_of_another_is_not_taken_for_it(fresh):
    logs = fresh.table("logs")
    [last] = await fresh.source.write([add(logs, message="last")])
    fresh.sql("DELETE FROM logs WHERE message = 'last'")
    if fresh.engine == "postgresql":
        fresh.sql("VACUUM logs")
    [other] = await fresh.source.write([add(logs, message="other")])
    place = {"sqlite": slice(0, 1), "postgresql": slice(2, 4)}[fresh.engine]
    assert last["_row"].split("-")[place] == other["_row"].split("-")[place]
    assert await gone(fresh, logs, last)


async def test_rows_that_the_engine_packs_together_are_not_mixed_up(fresh):
    """One statement wrote them all; then each lies where another was."""
    fresh.sql("CREATE TABLE packed (message text)")
    fresh.sql("INSERT INTO packed VALUES ('a'), ('b'), ('c')")
    packed = await described(fresh, "packed")
    before = await rows_of(fresh, packed)
    fresh.sql("DELETE FROM packed WHERE message = 'a'")
    fresh.sql("VACUUM FULL packed" if fresh.engine == "postgresql" else "VACUUM")
    after = {row["message"]: row["_row"] for row in await rows_of(fresh, packed)}
    place = {"sqlite": slice(0, 1), "postgresql": slice(2, 5)}[fresh.engine]
    assert after["b"].split("-")[place] == before[0]["_row"].split("-")[place]
    for row in before:
        assert await gone(fresh, packed, row)


async def test_marks_can_be_listed(shop):
    logs = shop.table("logs")
    rows = await rows_of(shop, logs)
    marks = [row["_row"] for row in rows]
    assert await rows_of(shop, logs, marked(logs, marks[0], marks[2], "x")) == [rows[0], rows[2]]
    message = logs.column("message")
    assert await shop.rows(Read(logs, (logs.mark,), order=(Order(message), Order(logs.column("at")))))


async def test_a_column_of_that_name_is_left_alone(fresh):
    fresh.sql('CREATE TABLE odd ("_row" text, "rowid" text)')
    fresh.sql("INSERT INTO odd VALUES ('mine', 'mine too')")
    odd = await described(fresh, "odd")
    [row] = await rows_of(fresh, odd)
    assert (row["_row"], row["rowid"]) == ("mine", "mine too")
    assert await fresh.source.write([Delete(odd, marked(odd, row["_row_"]))]) == [{}]


async def test_a_table_with_a_key_has_no_marks_nor_has_a_view(fresh):
    fresh.sql("CREATE TABLE keyed (code varchar(9) NOT NULL UNIQUE, n integer)")
    assert (await described(fresh, "keyed")).address == (await described(fresh, "keyed")).key_columns
    assert (await described(fresh, "totals")).address == ()


async def test_a_wide_row_has_a_mark(fresh):
    columns = [f"c{number}" for number in range(300)]
    fresh.sql(f"CREATE TABLE wide ({', '.join(f'{name} integer' for name in columns)})")
    fresh.sql("INSERT INTO wide (c0, c299) VALUES (1, 2)")
    wide = await described(fresh, "wide")
    [row] = await rows_of(fresh, wide)
    assert await rows_of(fresh, wide, marked(wide, row["_row"])) == [row]


async def test_the_audit_names_the_row_by_what_it_held(fresh):
    logs = fresh.table("logs")
    await fresh.source.make_audit()
    trail = Trail(Author("1", "Ana", "owner", Way.PAGE), fresh.schema, NO_CEILING)
    [row] = await fresh.source.write([add(logs, message="new")], trail)
    change = Update(logs, values(logs, message="newer"), marked(logs, row["_row"]), logs.told)
    [row] = await fresh.source.write([change], trail)
    await fresh.source.write([Delete(logs, marked(logs, row["_row"]))], trail)
    held, then = {"at": None, "message": "new"}, {"at": None, "message": "newer"}
    changed = {"from": {"message": "new"}, "to": {"message": "newer"}, "row": held}
    assert await kept(fresh.source) == [
        ("create", "logs", "", {"to": held}),
        ("update", "logs", "", changed),
        ("delete", "logs", "", {"from": then}),
    ]


async def test_who_waits_for_a_change_does_not_change_what_came_of_it(fresh):
    if fresh.engine == "sqlite":
        pytest.skip("Writers of a file wait for each other before they look")
    logs = fresh.table("logs")
    [started] = await rows_of(fresh, logs, Compare(logs.column("message"), Op.EQ, "started"))
    async with await psycopg.AsyncConnection.connect(fresh.url) as first:
        await first.execute("UPDATE logs SET message = 'first' WHERE message = 'started'")
        change = Update(logs, values(logs, message="second"), marked(logs, started["_row"]), logs.told)
        async with anyio.create_task_group() as tasks:
            refused = anyio.Event()

            async def second():
                with pytest.raises(errors.UnknownRow):
                    await fresh.source.write([change])
                refused.set()

            tasks.start_soon(second)
            while not fresh.sql("SELECT 1 FROM pg_locks WHERE NOT granted"):  # noqa: ASYNC110  # of the server
                await anyio.sleep(0.01)
            assert not refused.is_set()
            await first.commit()
    assert ("first",) in fresh.sql("SELECT message FROM logs")


async def test_a_key_makes_marks_last(fresh):
    if fresh.engine == "postgresql":
        pytest.skip("PostgreSQL's marks are no digests")
    logs = fresh.table("logs")
    other = await open_source(fresh.url, Limits())
    assert [row["_row"] async for row in other.read(Read(logs, logs.told))] != [
        row["_row"] for row in await rows_of(fresh, logs)
    ]
    for source in (other, fresh.source):
        source.mark_with(b"k" * 32)
    assert [row async for row in other.read(Read(logs, logs.told))] == await rows_of(fresh, logs)
    await other.close()


async def test_a_row_of_a_table_that_inherits_has_a_mark_of_its_own(fresh):
    if fresh.engine == "sqlite":
        pytest.skip("SQLite's tables do not inherit")
    fresh.sql("CREATE TABLE parent (n integer, t text)")
    fresh.sql("CREATE TABLE child (more text) INHERITS (parent)")
    fresh.sql("INSERT INTO child VALUES (1, 'a', 'x')")
    parent = await described(fresh, "parent")
    [own] = await fresh.source.write([add(parent, n=1, t="a")])
    [inherited] = [row for row in await rows_of(fresh, parent) if row != own]
    change = Update(parent, values(parent, t="b"), marked(parent, inherited["_row"]), parent.told)
    [changed] = await fresh.source.write([change])
    assert fresh.sql("SELECT n, t, more FROM child") == [(1, "b", "x")]
    assert await fresh.source.write([Delete(parent, marked(parent, changed["_row"]))]) == [{}]
    assert await rows_of(fresh, parent) == [own]


async def test_what_is_not_postgresqls_own_storage_has_no_marks(fresh):
    if fresh.engine == "sqlite":
        pytest.skip("SQLite has one kind of storage")
    fresh.sql("CREATE EXTENSION file_fdw")
    fresh.sql("CREATE SERVER files FOREIGN DATA WRAPPER file_fdw")
    fresh.sql("CREATE TABLE mixed (n integer)")
    fresh.sql("CREATE TABLE between () INHERITS (mixed)")
    form = "SERVER files OPTIONS (program 'echo 1')"
    fresh.sql(f"CREATE FOREIGN TABLE outside () INHERITS (between) {form}")
    fresh.sql("CREATE TABLE parted (n integer) PARTITION BY LIST (n)")
    fresh.sql("CREATE TABLE part PARTITION OF parted DEFAULT")
    mixed, parted = await described(fresh, "mixed"), await described(fresh, "parted")
    assert (mixed.address, await rows_of(fresh, mixed)) == ((), [{"n": 1}])
    assert (parted.address, await fresh.source.write([add(parted, n=1)])) == ((), [{"n": 1}])
