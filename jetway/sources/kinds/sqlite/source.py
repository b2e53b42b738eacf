"""An open SQLite file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import apsw

from jetway.core.audit import FIRST_HASH
from jetway.core.errors import BadSource
from jetway.sources.kinds.sqlite import grammar
from jetway.sources.kinds.sqlite.catalogue import described
from jetway.sources.kinds.sqlite.failure import failure
from jetway.sources.kinds.sqlite.mark import Marks
from jetway.sources.kinds.sqlite.session import SqliteSession
from jetway.sources.kinds.sqlite.slow import Slow
from jetway.sources.kinds.sqlite.staging import STAGING
from jetway.sources.kinds.sqlite.stamp import stamp
from jetway.sources.kinds.sqlite.statement import TOKENS, StatementSession, said
from jetway.sources.kinds.sqlite.structure import SqliteStructure
from jetway.sources.sql.session import AnswerTable, AuditTables, Engine, RecordTable
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
    add="INSERT OR IGNORE INTO jetway_record (name, value) VALUES (?1, ?2)",
    replace="UPDATE jetway_record SET value = ?1 WHERE name = ?2 AND value = ?3",
)

ANSWERS = AnswerTable(
    exists="SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'jetway_answer'",
    create=(
        """CREATE TABLE IF NOT EXISTS jetway_answer
           (name BLOB NOT NULL PRIMARY KEY, at INTEGER NOT NULL, value BLOB)""",
        "CREATE INDEX IF NOT EXISTS jetway_answer_at ON jetway_answer (at)",
    ),
    claim="INSERT OR IGNORE INTO jetway_answer (name, at) VALUES (?1, ?2)",
    load="SELECT value FROM jetway_answer WHERE name = ?1",
    keep="UPDATE jetway_answer SET value = ?1 WHERE name = ?2",
    last="SELECT at FROM jetway_answer ORDER BY at DESC LIMIT 1 OFFSET ?1",
    forget="DELETE FROM jetway_answer WHERE rowid IN"
    " (SELECT rowid FROM jetway_answer WHERE at < ?1 ORDER BY at LIMIT 5000)",
)

AUDIT = AuditTables(
    exists="SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'jetway_audit_head'",
    create=(
        (
            "CREATE TABLE IF NOT EXISTS jetway_audit (number INTEGER PRIMARY KEY, at TEXT NOT NULL,"
            " actor TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, way TEXT NOT NULL,"
            " action TEXT NOT NULL, table_name TEXT NOT NULL, row_key TEXT NOT NULL, details TEXT NOT NULL,"
            " hash TEXT NOT NULL)"
        ),
        "CREATE INDEX IF NOT EXISTS jetway_audit_row ON jetway_audit (table_name, row_key)",
        "CREATE INDEX IF NOT EXISTS jetway_audit_actor ON jetway_audit (actor)",
        "CREATE INDEX IF NOT EXISTS jetway_audit_at ON jetway_audit (at)",
        (
            "CREATE TABLE IF NOT EXISTS jetway_audit_head (id INTEGER PRIMARY KEY, number INTEGER NOT NULL,"
            " hash TEXT NOT NULL, kept_from INTEGER NOT NULL, kept_hash TEXT NOT NULL)"
        ),
        f"INSERT OR IGNORE INTO jetway_audit_head VALUES (1, 0, '{FIRST_HASH}', 0, '{FIRST_HASH}')",  # noqa: S608 - a constant
    ),
    add=(
        (
            "UPDATE jetway_audit_head SET number = number + 1, hash = jetway_sha256(hash || ?1);"
            " INSERT INTO jetway_audit SELECT number, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, hash"
            " FROM jetway_audit_head"
        ),
    ),
    lines="jetway_audit",
    head="jetway_audit_head",
)


class SqliteSource(JsonSource):
    """A file, and the threads that work on it."""

    def __init__(self, engine: Engine, limits: Limits, threads: ThreadPoolExecutor, marks: Marks) -> None:
        super().__init__(engine, limits)
        self._threads = threads
        self._marks = marks

    def mark_with(self, key: bytes) -> None:
        """Make the marks of rows with a key of the host."""
        self._marks.key_with(key)

    async def close(self) -> None:
        """Close the connections, then let the threads end."""
        await super().close()
        self._threads.shutdown(wait=False)


async def opened(path: Path, limits: Limits, *, read_only: bool) -> SqliteSource:
    """The source, after a first look into the file. Raises `BadSource`."""
    slow, marks = Slow(), Marks()
    most = limits.connections + limits.exports + 2
    threads = ThreadPoolExecutor(most, thread_name_prefix="sqlite")
    engine = Engine(
        grammar=grammar,
        open=lambda writes: SqliteSession.opened(
            path, threads, limits.statement_s, None if writes else slow, read_only=read_only, marks=marks
        ),
        open_lasting=lambda: SqliteSession.opened(path, threads, limits.export_s, slow, read_only=read_only),
        describe=partial(described, read_only=read_only),
        stamp=partial(stamp, read_only=read_only),
        errors=(apsw.Error, UnicodeError, OverflowError),
        failure=failure,
        records=RECORDS,
        answers=ANSWERS,
        audit=AUDIT,
        statements=Statements(
            open=lambda: StatementSession.opened(path, threads, limits.statement_s, slow, read_only=True),
            tokens=TOKENS,
            placeholder=grammar.placeholder,
            said=said,
        ),
        staging=STAGING,
        structure=SqliteStructure(path, threads, limits, read_only),
        one_writer=True,
    )
    source = SqliteSource(engine, limits, threads, marks)
    try:
        await source.connected()
    except apsw.NotADBError:
        await source.close()
        raise BadSource(f"{path} is not an SQLite database, or it is encrypted.") from None
    except apsw.Error:
        await source.close()
        raise BadSource(f"{path} cannot be opened. Check the rights on the file and its folder.") from None
    return source
