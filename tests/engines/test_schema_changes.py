"""The schema changes under a running Jetway: it is taken up, and no row is told or written wrongly."""

import asyncio
import logging
from functools import partial
from itertools import cycle, pairwise

import anyio
import psycopg
import pytest

from jetway.bridge import pool
from jetway.bridge.kept_description import KeptDescription
from jetway.sources.kinds import open_source
from tests.torture import many_tables

pytestmark = pytest.mark.anyio

NOTES = """
CREATE TABLE notes (id integer PRIMARY KEY, title varchar(20), done integer);
INSERT INTO notes VALUES (1, 'first', 0), (2, 'second', 1);
"""


async def columns(jetway, table="notes"):
    tables = {entry["model"]: entry for entry in await jetway.get("/api/model_descriptions/")}
    return {field["name"]: field["type"] for field in tables[table]["fields"]} if table in tables else None


@pytest.fixture
def watched(monkeypatch):
    """Sources are looked at many times a second."""
    monkeypatch.setattr(pool.OpenSource.watch, "__defaults__", (0.05,))


async def until(found, wanted):
    with anyio.fail_after(10):
        while await found() != wanted:  # noqa: ASYNC110  # nobody tells us
            await anyio.sleep(0.05)


async def test_a_new_column_is_taken_up_by_itself(place, watched):
    async with place.serving(NOTES) as jetway:
        place.sql("ALTER TABLE notes ADD COLUMN place varchar(10)")
        await until(
            lambda: columns(jetway), {"id": "integer", "title": "text", "done": "integer", "place": "text"}
        )


async def test_a_table_that_comes_and_goes_is_taken_up_by_itself(place, watched):
    async with place.serving(NOTES) as jetway:
        place.sql("CREATE TABLE more (id integer PRIMARY KEY)")
        await until(lambda: columns(jetway, "more"), {"id": "integer"})
        place.sql("ALTER TABLE more RENAME TO less")
        await until(lambda: columns(jetway, "less"), {"id": "integer"})
        place.sql("DROP TABLE less")
        await until(lambda: columns(jetway, "less"), None)


CHANGES = (
    "ALTER TABLE notes ADD COLUMN place varchar(10)",
    "ALTER TABLE notes RENAME COLUMN place TO town",
    "CREATE UNIQUE INDEX one_town ON notes (town)",
    "CREATE VIEW seen AS SELECT id FROM notes",
    "DROP VIEW seen",
    "ALTER TABLE notes RENAME TO papers",
    "CREATE TABLE pages (id integer PRIMARY KEY, paper_id integer REFERENCES papers (id))",
    "DROP TABLE pages",
)


async def test_every_kind_of_change_changes_the_stamp(place):
    place.sql(NOTES)
    source = await open_source(place.url)
    stamps = [await source.stamp()]
    for change in CHANGES:
        place.sql(change)
        stamps.append(await source.stamp())
    await source.close()
    assert [
        change for change, (before, after) in zip(CHANGES, pairwise(stamps), strict=True) if before == after
    ] == []


async def test_rows_and_statistics_change_no_stamp(place):
    place.sql(NOTES)
    source = await open_source(place.url)
    before = await source.stamp()
    place.sql("INSERT INTO notes VALUES (3, 'third', 0)")
    place.sql(place.said(sqlite="SELECT 1", postgresql="VACUUM ANALYZE notes", mariadb="ANALYZE TABLE notes"))
    assert await source.stamp() == before
    await source.close()


FLIPS = (
    # a column dropped and made again with another type
    "ALTER TABLE notes DROP COLUMN done",
    "ALTER TABLE notes ADD COLUMN done varchar(10) DEFAULT 'no'",
    "ALTER TABLE notes DROP COLUMN done",
    "ALTER TABLE notes ADD COLUMN done integer DEFAULT 0",
    # a table renamed
    "ALTER TABLE notes RENAME TO papers",
    "ALTER TABLE papers RENAME TO notes",
    # columns that swap their names
    "ALTER TABLE notes RENAME COLUMN title TO shelved",
    "ALTER TABLE notes RENAME COLUMN done TO title",
    "ALTER TABLE notes RENAME COLUMN shelved TO done",
)
FRONT = (
    "CREATE TABLE moved (extra varchar(5), id integer PRIMARY KEY, title varchar(20), done integer);"
    "INSERT INTO moved (id, title, done) SELECT id, title, done FROM notes; DROP TABLE notes;"
    "ALTER TABLE moved RENAME TO notes;"
)


class Traffic:
    """Reads and writes while the schema changes; what came of them."""

    def __init__(self, jetway):
        self.jetway = jetway
        self.statuses: set[int] = set()
        self.read: list[dict] = []
        self.stopped = False

    async def ask(self, *request):
        await anyio.sleep(0.005)  # some answers are made without any wait, and nobody else would come to run
        return await self.jetway.ask(*request)

    async def reads(self):
        while not self.stopped:
            answer = await self.ask("GET", "/api/models/notes/?_order_by=id")
            self.statuses.add(answer.status_code)
            if answer.status_code == 200:
                self.read.append(answer.json()["results"][0])

    async def writes(self):
        for title in cycle(("one", "two", "three")):
            if self.stopped:
                return
            answer = await self.ask("PATCH", "/api/models/notes/2/", {"title": title})
            self.statuses.add(answer.status_code)


async def under_traffic(jetway, changes, every_s=0.1):
    """What came of reads and writes while each of `changes` was made."""
    traffic = Traffic(jetway)
    async with anyio.create_task_group() as tasks:
        for work in (traffic.reads, traffic.reads, traffic.writes):
            tasks.start_soon(work)
        for change in changes:
            await anyio.sleep(every_s)
            await asyncio.to_thread(change)
        await anyio.sleep(every_s)
        traffic.stopped = True
    return traffic


async def test_no_request_fails_badly_while_the_schema_changes(place, watched):
    async with place.serving(NOTES) as jetway:
        traffic = await under_traffic(jetway, [partial(place.sql, sql) for sql in FLIPS])
        assert {status for status in traffic.statuses if status >= 500} == set()
        assert 200 in traffic.statuses


async def test_a_column_at_the_front_shifts_no_value(place, watched):
    async with place.serving(NOTES) as jetway:
        traffic = await under_traffic(jetway, [partial(place.sql, FRONT)])
        assert {status for status in traffic.statuses if status >= 500} == set()
        told = {(row["id"], row["title"], row["done"]) for row in traffic.read}
        assert told == {(1, "first", 0)}
        await until(lambda: columns(jetway), columns_in_front())
        [[title]] = place.sql("SELECT title FROM notes WHERE id = 2")
        assert title in ("one", "two", "three")


def columns_in_front():
    return {"extra": "text", "id": "integer", "title": "text", "done": "integer"}


async def test_a_write_by_an_old_plan_never_reaches_another_column(place):
    async with place.serving(NOTES) as jetway:
        await jetway.get("/api/models/notes/")
        place.sql("ALTER TABLE notes RENAME COLUMN title TO name")
        answer = await jetway.ask("PATCH", "/api/models/notes/1/", {"title": "changed"})
        assert (answer.status_code, answer.json()["code"]) == (409, "schema_changed")
        answer = await jetway.ask("PATCH", "/api/models/notes/1/", {"name": "changed"})
        assert answer.status_code == 200
        assert place.sql("SELECT name FROM notes ORDER BY id") == [("changed",), ("second",)]


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_while_the_database_cannot_be_described_the_old_schema_serves(place, watched, caplog):
    async with place.serving(NOTES, statement_s=1) as jetway:
        before = await columns(jetway)
        with caplog.at_level(logging.WARNING), psycopg.connect(place.url) as connection:
            connection.execute("LOCK TABLE pg_catalog.pg_description")
            await until(lambda: logged(caplog, "looked for again"), wanted=True)
            assert len(await jetway.get("/api/models/notes/?_no_pagination=1")) == 2
            assert await columns(jetway) == before
        place.sql("ALTER TABLE notes ADD COLUMN place varchar(10)")
        await until(lambda: columns(jetway), {**before, "place": "text"})


async def logged(caplog, text):
    return text in caplog.text


async def test_the_next_start_takes_the_description_that_was_kept(place):
    script = many_tables.script(place.engine, 5) + "CREATE TABLE notes (word varchar(9))"
    async with place.serving(script) as jetway:
        await jetway.ask("POST", "/api/reload/")  # a table of Jetway's own has come since the start
    await tamper(place, b"word", b"term")
    async with place.serving() as jetway:
        assert "term" in await columns(jetway, "notes")
        answer = await jetway.ask("POST", "/api/models/table_3/", {"parent_id": 7})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_reference")


async def tamper(place, old, new):
    """Another word where the kept description has it last, so that it is known by that."""
    source = await open_source(place.url)
    kept = KeptDescription(place.state, place.url)
    stamp = await source.stamp()
    await kept.save(stamp, new.join((await kept.load(stamp)).rsplit(old, 1)))
    await source.close()


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_only_its_owner_may_read_a_kept_description(place):
    async with place.serving(NOTES):
        pass
    assert (place.state / "description.msgpack").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_kept_description_of_another_moment_or_spoilt_is_not_taken(place):
    async with place.serving(NOTES):
        pass
    place.sql("ALTER TABLE notes ADD COLUMN place varchar(10)")
    async with place.serving() as jetway:
        assert "place" in await columns(jetway)
    kept = place.state / "description.msgpack"
    kept.write_bytes(kept.read_bytes()[:-7] + b"garbage")
    async with place.serving() as jetway:
        assert "place" in await columns(jetway)
