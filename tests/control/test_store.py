from __future__ import annotations

import stat
from contextlib import suppress

import anyio
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from jetway.control.store import Store, open_store
from jetway.control.store.migrate import VERSION_TABLE
from jetway.control.store.tables import metadata
from jetway.core.errors import BadSource, StoreUnavailable
from tests.control.people import Clock, code_of, make_world

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"


async def test_the_migrations_make_exactly_the_tables_that_the_code_knows(store):
    def differences(connection):
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        return compare_metadata(context, metadata)

    async with store.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_store_is_opened_again_with_what_it_held(store_url):
    store = await open_store(store_url)
    async with store.writing() as connection:
        await connection.execute(text("UPDATE instance SET set_up_at = 1"))
    await store.close()

    store = await open_store(store_url)
    async with store.reading() as connection:
        assert (await connection.execute(text("SELECT set_up_at FROM instance"))).scalar_one() == 1
    await store.close()


async def test_several_processes_may_open_a_new_store_at_once(store_url):
    stores = []

    async def open_one():
        stores.append(await open_store(store_url))

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(open_one)

    for store in stores:
        await store.ping()
        await store.close()


async def test_a_store_made_by_a_newer_version_is_refused(store_url):
    store = await open_store(store_url)
    async with store.writing() as connection:
        await connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    await store.close()

    with pytest.raises(StoreUnavailable) as refusal:
        await open_store(store_url)

    assert "newer Jetway (revision 9999)" in refusal.value.detail


async def test_references_are_kept(store):
    with pytest.raises(IntegrityError):
        async with store.writing() as connection:
            await connection.execute(
                text("INSERT INTO environments (id, project, name, created_at) VALUES ('e', 'none', 'n', 1)")
            )


async def test_what_fails_half_way_leaves_nothing(store):
    with suppress(ZeroDivisionError):
        async with store.writing() as connection:
            await connection.execute(text("UPDATE instance SET set_up_at = 1"))
            raise ZeroDivisionError

    async with store.reading() as connection:
        assert (await connection.execute(text("SELECT set_up_at FROM instance"))).scalar_one() is None


async def test_an_sqlite_store_is_its_owners_only(sqlite_store_url, tmp_path):
    store = await open_store(sqlite_store_url)
    async with store.writing() as connection:
        await connection.execute(text("UPDATE instance SET set_up_at = 1"))

    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "state").iterdir()}
    assert set(modes.values()) == {0o600}
    assert "control.db-wal" in modes
    await store.close()


@pytest.mark.parametrize("url", ["", "junk", "mysql://host/db", "sqlite://", "sqlite:///:memory:"])
async def test_what_is_no_address_of_a_store_is_refused(url):
    with pytest.raises(BadSource):
        await open_store(url)


async def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(BadSource):
        await open_store(f"sqlite:///{tmp_path}/file/control.db")


async def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "control.db").write_text("This is not a database, whatever its name says. " * 100)

    with pytest.raises(StoreUnavailable):
        await open_store(f"sqlite:///{tmp_path}/control.db")


async def test_a_server_that_is_away_is_refused():
    with pytest.raises(StoreUnavailable):
        await open_store(NOWHERE)


async def test_while_the_store_is_away_the_process_lives_and_is_not_ready():
    store = Store(create_async_engine(NOWHERE), Clock())
    machine = make_world(store, Clock()).machine()

    assert (await machine.get("/healthz")).json() == {"status": "ok"}
    assert code_of(await machine.get("/readyz")) == (503, "store_unavailable")
    assert code_of(await machine.get("/api/session/")) == (503, "store_unavailable")
    await store.close()


async def test_with_its_store_the_process_is_ready(world):
    assert (await world.machine().get("/readyz")).json() == {"status": "ok"}
