"""The whole of Jetway in this process, on a real SQLite file, asked over HTTP."""

import asyncio
import atexit
import functools
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from jetway.commands import create_token_in
from jetway.config import Settings
from jetway.control.store import open_store
from jetway.server import all_in_one
from jetway.server.control import control_database
from tests.stores import lay_sqlite

SHOP = """
CREATE TABLE regions (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, country TEXT, email TEXT UNIQUE,
  region_id INTEGER REFERENCES regions (id), active BOOLEAN NOT NULL DEFAULT 1);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, status TEXT NOT NULL DEFAULT 'new'
  CHECK (status IN ('new', 'paid')), total DECIMAL(10, 2), placed_at TIMESTAMP,
  customer_id INTEGER NOT NULL REFERENCES customers (id));
CREATE TABLE order_lines (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE, line INTEGER NOT NULL,
  quantity INTEGER NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE settings (key TEXT PRIMARY KEY, value JSON) WITHOUT ROWID;
CREATE TABLE "Odd Name/%" (id INTEGER PRIMARY KEY);
INSERT INTO "Odd Name/%" VALUES (1), (2);
CREATE TABLE visits (path TEXT, at TIMESTAMP);
CREATE VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id;
INSERT INTO regions VALUES (1, 'South'), (2, 'North');
INSERT INTO customers (id, name, country, email, region_id) VALUES
  (1, 'Ana', 'BR', 'ana@example.com', 1), (2, 'Bo', 'SE', NULL, 2), (3, 'Chi', 'JP', NULL, NULL);
INSERT INTO orders VALUES (1, 'A-1', 'paid', 10.5, '2026-11-01 10:00:00', 1),
  (2, 'A-2', 'new', 3, NULL, 2), (3, 'A-3', 'new', NULL, '2026-10-05 08:00:00', 1);
INSERT INTO order_lines VALUES (1, 1, 5), (1, 2, 7), (2, 1, 1);
INSERT INTO settings VALUES ('a/b', '1'), ('50%', '2'), ('😀', '3'), ('', '4'), ('x,y', '5'), ('group', '6');
INSERT INTO visits VALUES ('/', '2026-11-01 10:00:00'), ('/', '2026-11-01 10:00:00');
"""


@dataclass
class Jetway:
    """A running installation and ways to ask it."""

    http: httpx2.AsyncClient
    settings: Settings
    tokens: dict[str, str] = field(default_factory=dict)

    async def token(self, role: str = "owner") -> str:
        if role not in self.tokens:
            self.tokens[role] = await create_token_in(self.settings, role)
        return self.tokens[role]

    async def ask(self, method: str, path: str, body: Any = None, role: str = "owner") -> httpx2.Response:
        headers = {"Authorization": f"Token {await self.token(role)}"}
        return await self.http.request(method, path, json=body, headers=headers)

    async def get(self, path: str, role: str = "owner") -> Any:
        answer = await self.ask("GET", path, role=role)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refused(self, method: str, path: str, body: Any = None, role: str = "owner") -> tuple[int, str]:
        answer = await self.ask(method, path, body, role)
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()["code"]

    def sql(self, text: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.settings.database) as connection:
            return connection.execute(text).fetchall()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Any]:
        store = await open_store(control_database(self.settings))
        try:
            yield store
        finally:
            await store.close()


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Jetway]:
    async with all_in_one.running(settings) as started:
        transport = httpx2.ASGITransport(started.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
            yield Jetway(http, settings)


def new_shop(folder: Path) -> Settings:
    """A shop that has been served before: a first start takes thrice as long as a second."""
    shutil.copytree(_served_shop(), folder, dirs_exist_ok=True)
    return _settings(folder)


@functools.cache
def _served_shop() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="jetway-shop-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = unserved_shop(folder)
    with ThreadPoolExecutor(1) as thread:  # the tests' own loop runs in this one
        thread.submit(asyncio.run, _serve(settings)).result()
    return folder


def unserved_shop(folder: Path) -> Settings:
    """A shop that no bridge has written anything into yet."""
    settings = _settings(folder)
    connection = sqlite3.connect(settings.database)
    connection.executescript(SHOP)
    connection.close()
    lay_sqlite(settings.state / "control.sqlite")
    return settings


async def _serve(settings: Settings) -> None:
    async with running(settings):
        pass


def _settings(folder: Path) -> Settings:
    return Settings(database=str(folder / "shop.sqlite"), state=folder / "state")


@pytest.fixture
def shop(tmp_path: Path) -> Settings:
    return new_shop(tmp_path)


@pytest.fixture
def unserved(tmp_path: Path) -> Settings:
    return unserved_shop(tmp_path)


@pytest.fixture
async def jetway(shop: Settings) -> AsyncIterator[Jetway]:
    async with running(shop) as started:
        yield started


@pytest.fixture(scope="module")
async def standing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Jetway]:
    """One installation for all tests of a module that change nothing."""
    async with running(new_shop(tmp_path_factory.mktemp("standing"))) as started:
        yield started
