"""Bringing the store's tables up to date. Knows that there are migrations, not what they do."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, text
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
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    _refuse_newer(connection, ScriptDirectory.from_config(config))
    command.upgrade(config, "head")


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    known = {script.revision for script in scripts.walk_revisions()}
    unknown = [revision for revision in context.get_current_heads() if revision not in known]
    if unknown:
        raise StoreUnavailable(
            f"Control's database was made by a newer Jetway (revision {unknown[0]}). "
            "Install that version or a later one, or restore a backup."
        )


def _sync(url: URL) -> URL:
    return url.set(drivername="sqlite") if url.get_backend_name() == "sqlite" else url


def _on_sqlite_connect(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    connection.cursor().execute("PRAGMA busy_timeout = 30000")


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0].rstrip(".")
