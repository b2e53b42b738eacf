"""A shop in each engine: `shop` to read, `fresh` to change."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import apsw
import pytest

from jetway.core.query import Read
from jetway.core.schema import Column, Schema, Table
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from jetway.sources.sql.source import SqlSource
from tests.sources import databases

ENGINES = ("sqlite", "postgresql", "mariadb")
_numbers = count()


@dataclass
class Shop:
    """An open source, described. `sql` runs a statement beside it."""

    engine: str
    url: str
    source: SqlSource
    schema: Schema
    sql: Callable[[str], list[tuple]]

    def table(self, name: str) -> Table:
        """A table by the name that it has in every engine."""
        return self.schema.tables.get(name) or self.schema.tables[f"geo.{name}"]

    def column(self, table: str, name: str) -> Column:
        """A column."""
        column = self.table(table).column(name)
        assert column is not None
        return column

    async def rows(self, read: Read) -> list[dict]:
        """Every row of `read`."""
        return [dict(row) async for row in self.source.read(read)]


@dataclass
class Database:
    """A database that exists."""

    engine: str
    url: str
    sql: Callable[[str], list[tuple]]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return request.param


@pytest.fixture(scope="session")
def make_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Database]:
    """Makes one more database with the shop's content."""

    def make(engine: str) -> Database:
        name = f"shop_{next(_numbers)}"
        if engine == "sqlite":
            path = tmp_path_factory.mktemp("sqlite") / f"{name}.db"
            return Database(engine, databases.sqlite(path), partial(_run_sqlite, path))
        server = request.getfixturevalue(f"{engine}_server")
        url = getattr(databases, engine)(server, name)
        return Database(engine, url, partial(getattr(databases, f"run_{engine}"), server, name))

    return make


@pytest.fixture(scope="session")
def shop_database(engine: str, make_database: Callable[[str], Database]) -> Database:
    """The database of `shop`."""
    return make_database(engine)


@pytest.fixture
async def shop(shop_database: Database) -> AsyncIterator[Shop]:
    """A shop that no test changes."""
    async with _opened(shop_database) as shop:
        yield shop


@pytest.fixture
async def fresh(engine: str, make_database: Callable[[str], Database]) -> AsyncIterator[Shop]:
    """A shop of the test's own."""
    async with _opened(make_database(engine)) as shop:
        yield shop


@asynccontextmanager
async def _opened(database: Database) -> AsyncIterator[Shop]:
    source = await open_source(database.url, Limits())
    assert isinstance(source, SqlSource)
    yield Shop(database.engine, database.url, source, await source.describe(), database.sql)
    await source.close()


def _run_sqlite(path: Path, sql: str) -> list[tuple]:
    connection = apsw.Connection(str(path))
    rows = connection.execute(sql).fetchall()
    connection.close()
    return rows
