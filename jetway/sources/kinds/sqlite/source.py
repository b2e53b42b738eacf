"""An open SQLite file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import apsw

from jetway.core.errors import BadSource
from jetway.sources.kinds.sqlite import grammar
from jetway.sources.kinds.sqlite.catalogue import described
from jetway.sources.kinds.sqlite.failure import failure
from jetway.sources.kinds.sqlite.session import SqliteSession
from jetway.sources.kinds.sqlite.slow import Slow
from jetway.sources.kinds.sqlite.staging import STAGING
from jetway.sources.kinds.sqlite.statement import TOKENS, StatementSession, said
from jetway.sources.sql.session import Engine, RecordTable
from jetway.sources.sql.source import JsonSource
from jetway.sources.sql.statement import Statements

if TYPE_CHECKING:
    from pathlib import Path

    from jetway.sources import Limits

RECORDS = RecordTable(
    exists="SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'jetway_record'",
    create=(
        "CREATE TABLE IF NOT EXISTS jetway_record (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL)",
    ),
    load="SELECT value FROM jetway_record WHERE name = ?1",
    save="INSERT OR REPLACE INTO jetway_record (name, value) VALUES (?1, ?2)",
    replace="UPDATE jetway_record SET value = ?1 WHERE name = ?2 AND value = ?3",
)


class SqliteSource(JsonSource):
    """A file, and the threads that work on it."""

    def __init__(self, engine: Engine, limits: Limits, threads: ThreadPoolExecutor) -> None:
        super().__init__(engine, limits)
        self._threads = threads

    async def close(self) -> None:
        """Close the connections, then let the threads end."""
        await super().close()
        self._threads.shutdown(wait=False)


async def opened(path: Path, limits: Limits, *, read_only: bool) -> SqliteSource:
    """The source, after a first look into the file. Raises `BadSource`."""
    slow = Slow()
    most = limits.connections + limits.exports + 1
    threads = ThreadPoolExecutor(most, thread_name_prefix="sqlite")
    engine = Engine(
        grammar=grammar,
        open=lambda writes: SqliteSession.opened(
            path, threads, limits.statement_s, None if writes else slow, read_only=read_only
        ),
        open_lasting=lambda: SqliteSession.opened(path, threads, limits.export_s, slow, read_only=read_only),
        describe=partial(described, read_only=read_only),
        errors=(apsw.Error, UnicodeError, OverflowError),
        failure=failure,
        records=RECORDS,
        statements=Statements(
            open=lambda: StatementSession.opened(path, threads, limits.statement_s, slow, read_only=True),
            tokens=TOKENS,
            placeholder=grammar.placeholder,
            said=said,
        ),
        staging=STAGING,
        one_writer=True,
    )
    source = SqliteSource(engine, limits, threads)
    try:
        await source.connected()
    except apsw.NotADBError:
        await source.close()
        raise BadSource(f"{path} is not an SQLite database, or it is encrypted.") from None
    except apsw.Error:
        await source.close()
        raise BadSource(f"{path} cannot be opened. Check the rights on the file and its folder.") from None
    return source
