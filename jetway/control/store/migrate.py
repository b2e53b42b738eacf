"""Bringing the store's tables up to date. Knows that there are migrations, not what they do."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from jetway.core.errors import StoreUnavailable

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

VERSION_TABLE = "jetway_control_version"

_LOCK = 0x6A65747761790001
_FOLDER = Path(__file__).parent.parent / "migrations"
_log = logging.getLogger("jetway.control")


def upgrade(url: URL) -> None:
    """Run the migrations that `url` lacks, in one transaction, one process at a time.

    Raises `StoreUnavailable` where the database is away, or was made by a newer Jetway.
    """
    engine = create_engine(_sync(url), poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    try:
        with engine.begin() as connection:
            _upgrade(connection)
    except DBAPIError as error:
        _log.debug("migration failed", exc_info=error)
        raise StoreUnavailable(f"Control's database cannot be used: {_first_line(error)}.") from None
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    """Alembic is loaded only where there is something to do: loading it takes as long as all the rest."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    known = sorted(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py"))
    current = _revision(connection)
    if current is not None and current not in known:
        raise StoreUnavailable(
            f"Control's database was made by a newer Jetway (revision {current}). "
            "Install that version or a later one, or restore a backup."
        )
    if current != known[-1]:
        _migrate(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    query = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - a constant of ours
    return connection.execute(query).scalar_one_or_none()


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    command.upgrade(config, "head")


def _sync(url: URL) -> URL:
    return url.set(drivername="sqlite") if url.get_backend_name() == "sqlite" else url


def _on_sqlite_connect(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    connection.cursor().execute("PRAGMA busy_timeout = 30000")


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0].rstrip(".")
