"""The whole of Jetway on a database of each engine, which a test makes and may change beside it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import apsw
import pytest

from jetway.config import Settings
from tests.bridge.conftest import Jetway, running
from tests.sources.databases import run_mariadb, run_postgresql

ENGINES = ("sqlite", "postgresql", "mariadb")
_numbers = count()


@dataclass
class Place:
    """An empty database. `sql` runs statements in it, outside of Jetway; the rows of one of them."""

    engine: str
    url: str
    sql: Callable[[str], list[tuple]]
    state: Path

    @asynccontextmanager
    async def serving(self, script: str = "", **settings: object) -> AsyncIterator[Jetway]:
        """Jetway on what `script` has made here."""
        if script:
            self.sql(script)
        async with running(Settings(database=self.url, state=self.state, **settings)) as jetway:
            yield jetway

    def said(self, **words: str) -> str:
        """The word for this engine."""
        return words[self.engine]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return request.param


@pytest.fixture
def place(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database of the engine."""
    state = tmp_path / "state"
    if engine == "sqlite":
        path = tmp_path / "office.db"
        run = partial(_run_sqlite, path)
        run("PRAGMA journal_mode = WAL")
        return Place(engine, str(path), run, state)
    server = request.getfixturevalue(f"{engine}_server")
    name = f"office_{next(_numbers)}"
    beside, within = ("postgres", run_postgresql) if engine == "postgresql" else ("", run_mariadb)
    within(server, beside, f"CREATE DATABASE {name}")
    if engine == "postgresql":  # else tables of the login's name-sake, Jetway's own schema, would be made
        within(server, beside, f"ALTER DATABASE {name} SET search_path TO public")
    return Place(engine, server.url(name), partial(within, server, name), state)


def _run_sqlite(path: Path, sql: str) -> list[tuple]:
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(5000)
    connection.execute("PRAGMA foreign_keys = ON")
    rows = connection.execute(sql).fetchall()
    connection.close()
    return rows
