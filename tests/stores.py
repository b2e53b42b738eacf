"""Stores of control that are ready at once: copies of a migrated one, as migrating takes long."""

from __future__ import annotations

import atexit
import functools
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy.engine import make_url

from jetway.control.store.migrate import upgrade

if TYPE_CHECKING:
    from tests.servers import Server


def lay_sqlite(path: Path) -> None:
    """Make the store at `path` as opening it would."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(_sqlite(), path)
    path.chmod(0o600)


def lay_postgresql(connection: psycopg.Connection, server: Server, schema: str) -> None:
    """Fill `schema`, which is there and empty, as opening a store in it would."""
    made, script = _postgresql(server.port, server.url("postgres"), server.command[0])
    connection.execute(script.replace(made, schema).encode())


@functools.cache
def _sqlite() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="jetway-store-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "control.sqlite"
    upgrade(make_url(f"sqlite:///{path}"))
    return path


@functools.cache
def _postgresql(_port: int, url: str, program: str) -> tuple[str, str]:
    """The schema of a migrated store, and what makes another like it."""
    schema = f"made_{secrets.token_hex(8)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    migrated = make_url(f"{url}?options=-csearch_path%3D{schema}").set(drivername="postgresql+psycopg")
    upgrade(migrated)
    dump = [
        Path(program).resolve().with_name("pg_dump"),
        f"--schema={schema}",
        "--inserts",
        "--no-owner",
        url,
    ]
    lines = subprocess.run(dump, check=True, capture_output=True, text=True).stdout.splitlines()
    kept = [
        line
        for line in lines
        if not line.startswith(("\\", "--", "CREATE SCHEMA", "SET ", "SELECT pg_catalog.set"))
    ]
    return schema, "\n".join(kept)
