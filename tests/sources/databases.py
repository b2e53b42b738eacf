"""The same content in a database of each engine."""

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import psycopg
from asyncmy.connection import Connection
from asyncmy.constants.CLIENT import MULTI_STATEMENTS

from tests.servers import LOGIN, PASSWORD, Server

SCHEMAS = Path(__file__).parent / "schemas"
AFTER_ROWS = """
SELECT setval(pg_get_serial_sequence('people', 'id'), 100);
SELECT setval(pg_get_serial_sequence('orders', 'id'), 100);
REFRESH MATERIALIZED VIEW frozen;
INSERT INTO measured VALUES ('2026-05-05', 5);
ANALYZE;
"""


def sqlite(path: Path) -> str:
    """A file at `path`; its URL."""
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(_script("sqlite") + _rows(regions="regions", lines="lines", backslash="\\"))
    connection.close()
    return f"sqlite:///{path}"


def postgresql(server: Server, name: str) -> str:
    """A database of that name, which is a copy, as filling one takes four times as long; its URL."""
    run_postgresql(server, "postgres", f"CREATE DATABASE {name} TEMPLATE {_filled(server)}")
    return server.url(name)


@functools.cache
def _filled(server: Server) -> str:
    name = "shop_to_copy"
    run_postgresql(server, "postgres", f"CREATE DATABASE {name}")
    run_postgresql(server, name, _script("postgresql"))
    rows = _rows(regions="geo.regions", lines="lines", backslash="\\")
    run_postgresql(server, name, rows + AFTER_ROWS)
    return name


def mariadb(server: Server, name: str) -> str:
    """A database of that name; its URL."""
    run_mariadb(server, "", f"CREATE DATABASE {name}")
    rows = _rows(regions="regions", lines="`lines`", backslash="\\\\")
    run_mariadb(server, name, _script("mariadb") + rows)
    return server.url(name)


def run_postgresql(server: Server, database: str, sql: str) -> list[tuple]:
    """Run `sql` outside of Jetway; the rows of its last statement."""
    with psycopg.connect(
        host="127.0.0.1", port=server.port, user=LOGIN, password=PASSWORD, dbname=database, autocommit=True
    ) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description and not cursor.nextset() else []


def run_mariadb(server: Server, database: str, sql: str) -> list[tuple]:
    """Run `sql` outside of Jetway; the rows of its first statement."""

    async def run() -> list[tuple]:
        connection = Connection(
            host="127.0.0.1",
            port=server.port,
            user=LOGIN,
            password=PASSWORD,
            database=database or None,
            charset="utf8mb4",
            client_flag=MULTI_STATEMENTS,
            autocommit=True,
        )
        await connection.connect()
        cursor = connection.cursor()
        await cursor.execute(sql)
        rows = list(await cursor.fetchall() or ())
        while await cursor.nextset():
            pass
        await connection.ensure_closed()
        return rows

    with ThreadPoolExecutor(1) as thread:  # a test's own loop may be running in this one
        return thread.submit(asyncio.run, run()).result()


def _script(name: str) -> str:
    return (SCHEMAS / f"{name}.sql").read_text()


def _rows(**words: str) -> str:
    text = (SCHEMAS / "rows.sql").read_text()
    for word, meaning in words.items():
        text = text.replace(f"{{{word}}}", meaning)
    return text
