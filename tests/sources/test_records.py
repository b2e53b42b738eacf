"""Jetway's own records, beside the customer's tables and hidden."""

import pytest

from jetway.core import errors
from jetway.sources.keeping import KeepsRecords
from jetway.sources.kinds import open_source
from tests.servers import LOGIN, PLAIN, QUOTED_PASSWORD

pytestmark = pytest.mark.anyio


async def test_a_record_is_kept_and_replaced(fresh):
    assert isinstance(fresh.source, KeepsRecords)
    assert await fresh.source.load_record("tokens") is None
    await fresh.source.save_record("tokens", b"\0one")
    await fresh.source.save_record("other", b"two")
    await fresh.source.save_record("tokens", bytes(range(256)) * 1000)
    assert await fresh.source.load_record("tokens") == bytes(range(256)) * 1000
    assert await fresh.source.load_record("Tokens") is None


async def test_of_two_who_replace_a_record_one_does(fresh):
    await fresh.source.save_record("tokens", b"\0one")
    assert await fresh.source.replace_record("tokens", b"\0one", b"two")
    assert not await fresh.source.replace_record("tokens", b"\0one", b"three")
    assert not await fresh.source.replace_record("other", b"two", b"three")
    assert await fresh.source.load_record("tokens") == b"two"


async def test_of_two_who_add_a_record_one_does(fresh):
    assert await fresh.source.add_record("sources", b"one")
    assert not await fresh.source.add_record("sources", b"two")
    assert await fresh.source.load_record("sources") == b"one"


async def test_records_are_not_described(fresh):
    await fresh.source.save_record("tokens", b"one")
    schema = await fresh.source.describe()
    assert schema == fresh.schema


async def test_loading_makes_no_table(fresh):
    tables = {
        "sqlite": "SELECT name FROM sqlite_schema WHERE name = 'jetway_record'",
        "postgresql": "SELECT 1 FROM pg_namespace WHERE nspname = 'jetway'",
        "mariadb": "SHOW TABLES LIKE 'jetway_record'",
    }
    await fresh.source.load_record("tokens")
    assert fresh.sql(tables[fresh.engine]) == []


async def test_a_login_without_the_right_is_told_so(make_database, postgresql_server):
    database = make_database("postgresql")
    database.sql("DROP ROLE IF EXISTS reader")
    database.sql(f"CREATE ROLE reader LOGIN PASSWORD '{PLAIN}'; GRANT SELECT ON people TO reader")
    source = await open_source(database.url.replace(f"{LOGIN}:{QUOTED_PASSWORD}", f"reader:{PLAIN}"))
    with pytest.raises(errors.PermissionDenied):
        await source.save_record("tokens", b"one")
    await source.close()
    database.sql("DROP OWNED BY reader; DROP ROLE reader")


async def test_a_file_opened_read_only_takes_none(make_database):
    source = await open_source(f"{make_database('sqlite').url}?mode=ro")
    with pytest.raises(errors.SourceReadOnly):
        await source.save_record("tokens", b"one")
    assert all(len(table.verbs) == 1 for table in (await source.describe()).tables.values())
    await source.close()
