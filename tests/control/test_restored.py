"""A store that was put back from a backup brings nothing back that had been ended since."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from anyio import to_thread

from jetway import commands
from jetway.config import Settings
from jetway.control.api_tokens import create_api_token
from jetway.control.restored import go_on_restored
from jetway.control.store import open_store
from jetway.control.store.audit import verify
from tests.control.people import (
    OWNER,
    Clock,
    add_colleague,
    ask,
    at_work,
    code_of,
    enrol,
    make_world,
    project_of,
    user_token,
)
from tests.stores import lay_postgresql, lay_sqlite

if TYPE_CHECKING:
    from tests.servers import Server

SIGN_IN = {name: OWNER[name] for name in ("email", "password")}


@dataclass(frozen=True)
class SqliteStore:
    """A store in a file, backed up and put back as docs/how-to/back-up.md says."""

    folder: Path

    @property
    def url(self):
        return f"sqlite:///{self.folder / 'control.sqlite'}"

    def lay(self):
        lay_sqlite(self.folder / "control.sqlite")

    def back_up(self):
        with closing(sqlite3.connect(self.folder / "control.sqlite")) as live:
            live.execute("VACUUM INTO ?", (str(self.folder / "backup"),))

    def put_back(self):
        for file in self.folder.glob("control.sqlite*"):
            file.unlink()
        shutil.copy(self.folder / "backup", self.folder / "control.sqlite")


@dataclass(frozen=True)
class PostgresqlStore:
    """A store in a database of its own, backed up and put back by PostgreSQL's programs."""

    server: Server
    folder: Path
    name: str = field(default_factory=lambda: f"restored_{secrets.token_hex(8)}")

    @property
    def url(self):
        return self.server.url(self.name)

    def lay(self):
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.name}")
        with psycopg.connect(self.url, autocommit=True) as connection:
            lay_postgresql(connection, self.server, "public")

    def back_up(self):
        self.run("pg_dump", "--format=custom", f"--file={self.folder / 'backup'}", self.url)

    def put_back(self):
        self.run("pg_restore", "--clean", "--if-exists", f"--dbname={self.url}", self.folder / "backup")

    def run(self, program, *options):
        path = Path(self.server.command[0]).resolve().with_name(program)
        subprocess.run([path, *options], check=True, capture_output=True, timeout=120)


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request, tmp_path):
    """A store that can be backed up and put back."""
    if request.param == "sqlite":
        return SqliteStore(tmp_path)
    return PostgresqlStore(request.getfixturevalue("postgresql_server"), tmp_path)


async def test_what_was_revoked_after_the_backup_stays_revoked(kept):
    kept.lay()
    clock = Clock()
    world = make_world(await open_store(kept.url, clock=clock), clock)
    owner = await world.owner()
    token = await create_api_token(world.store, role="owner", name="script")
    _, bridge = await enrol(world)
    kept.back_up()
    desk = await at_work(world, owner)
    [known] = (await desk.get("api_tokens/")).json()["api_tokens"]
    await desk.delete(f"api_tokens/{known['id']}/")
    await create_api_token(world.store, role="owner", name="later")
    await world.store.close()

    kept.put_back()
    settings = Settings(state=kept.folder, control_database=kept.url)
    await to_thread.run_sync(partial(commands.go_on_restored, settings, suspend=False))

    world = make_world(await open_store(kept.url, clock=clock), clock)
    again = world.browser()
    await again.post("/api/session/", json=SIGN_IN)
    desk = await at_work(world, again)
    listed = (await desk.get("api_tokens/")).json()["api_tokens"]
    assert "later" not in {one["name"] for one in listed}
    [back] = (await desk.get("bridges/")).json()["bridges"]
    await desk.post(f"bridges/{back['id']}/unlock/")
    bridge = world.machine(bridge.headers["authorization"])
    assert await ask(bridge, token) == {"active": False}
    async with world.store.reading() as connection:
        assert (await verify(connection)).number > 0
    await world.store.close()


async def test_sessions_tokens_and_links_end_and_bridges_are_locked(world):
    owner = await world.owner()
    bridge, machine = await enrol(world)
    desk = await at_work(world, owner)
    invited = await desk.post("invitations/", json={"email": "bo@example.com", "role": "viewer"})
    code = invited.json()["link"].partition("code=")[2]
    for_bridge = await user_token(owner, bridge)
    before = (await ask(machine, for_bridge))["epoch"]

    await go_on_restored(world.store, suspend=False)

    assert code_of(await desk.get("bridges/")) == (401, "token_invalid")
    assert code_of(await owner.get("/api/account/")) == (401, "session_missing")
    shown = await world.browser().post("/api/invitations/show/", json={"code": code})
    assert code_of(shown) == (400, "link_invalid")
    assert code_of(await machine.get("/api/bridge/policy/")) == (401, "bridge_locked")
    await owner.post("/api/session/", json=SIGN_IN)
    desk = await at_work(world, owner)
    await desk.post(f"bridges/{bridge}/unlock/")
    assert (await ask(machine, await user_token(owner, bridge)))["epoch"] != before
    told = (await desk.get("audit/")).json()["results"]
    assert "control.restored" in [line["action"] for line in told]


@pytest.mark.parametrize("suspend", [False, True])
async def test_all_but_owners_are_suspended_where_that_is_asked_for(world, suspend):
    owner = await world.owner()
    await add_colleague(world, (await project_of(owner))["id"], "admin")

    await go_on_restored(world.store, suspend=suspend)

    signed_in = await world.browser().post("/api/session/", json=SIGN_IN)
    colleague = {"email": "admin@example.com", "password": OWNER["password"]}
    other = await world.browser().post("/api/session/", json=colleague)
    assert (signed_in.status_code, other.status_code) == (200, 401 if suspend else 200)
