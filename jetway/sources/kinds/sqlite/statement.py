"""A person's own statement on SQLite: on a read-only connection whose authorizer lets it do no more."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

import apsw

from jetway.core.errors import AnswerTooLarge, InvalidParameter, SqlFailed
from jetway.core.statement import NAME
from jetway.sources.kinds.sqlite.declared import column_of
from jetway.sources.kinds.sqlite.session import SqliteSession
from jetway.sources.sql.placed import STANDARD, tokens
from jetway.sources.sql.statement import MOST_BYTES, apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.schema import Column
    from jetway.sources.sql.session import Cells

TOKENS = tokens(rf"{STANDARD}|`[^`]*`|\[[^\]]*\]")
BATCH = 100

_READING = frozenset({apsw.SQLITE_SELECT, apsw.SQLITE_READ, apsw.SQLITE_FUNCTION, apsw.SQLITE_RECURSIVE})
_HIDDEN = frozenset({"jetway_record", "jetway_audit", "jetway_audit_head", "jetway_answer", "sqlite_dbpage"})
"""Our own tables, and the one that shows the pages of all tables."""


def said(error: BaseException) -> tuple[str, int | None]:
    """SQLite's message, and where in the text."""
    offset = getattr(error, "error_offset", None)
    return str(error), offset if isinstance(offset, int) and offset >= 0 else None


class StatementSession(SqliteSession):
    """A connection for one statement, which runs in a thread."""

    _text = ""
    _values: tuple[apsw.SQLiteValue, ...] = ()
    _names: tuple[str, ...] = ()

    async def describe(self, text: str, values: Sequence[object], schema: str) -> tuple[Column, ...]:
        """Close the connection to all but reading, and tell the columns of `text`."""
        if schema:
            raise InvalidParameter("SQLite has one schema alone: leave schema out.")
        await self.fetch("BEGIN")
        self._connection.authorizer = _reads_only
        self._connection.limit(apsw.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        self._text, self._values = text, tuple([_value(value) for value in values])
        described = await self._run(self._described)
        columns = apart(
            [
                column_of((name, declared or "", 0, None, 0, 0), number, options=(), rowid=False)
                for number, (name, declared) in enumerate(described)
            ]
        )
        self._names = tuple(column.name for column in columns)
        return columns

    async def run(self, compiled: str, slots: Sequence[object]) -> list[Cells]:
        """The rows of `compiled`: one value each, JSON."""
        names = ", ".join(_quoted(name) for name in self._names)
        text = f"WITH {NAME} ({names}) AS (\n{self._text}\n) {compiled}"
        bound = (*self._values, *[_value(value) for value in slots])
        return await self._run(lambda: _fetched(self._connection, text, bound))

    async def finish(self) -> None:
        """Nothing: the authorizer has let nobody at our own table."""

    def clean(self) -> bool:
        """Never used again."""
        return False

    async def tidy(self) -> bool:
        """Never used again."""
        return False

    def _described(self) -> list[tuple[str, str | None]]:
        """Prepared and not begun: the tracer stops it."""
        cursor = self._connection.cursor()
        found: list[tuple[str, str | None]] = []
        begun: list[str] = []

        def stop(cursor: apsw.Cursor, text: str, _bound: object) -> bool:
            begun.append(text)
            found.extend((name, declared) for name, declared in cursor.get_description())
            return False

        cursor.exec_trace = stop
        with suppress(apsw.ExecTraceAbort):
            cursor.execute(self._text, self._values)
        if not found:
            raise SqlFailed("Only a query can run here: SELECT, VALUES or WITH.")
        if self._text[len(begun[0]) :].strip():
            raise SqlFailed("Send one statement at a time.")
        return found


def _fetched(connection: apsw.Connection, text: str, bound: tuple[apsw.SQLiteValue, ...]) -> list[Cells]:
    cursor = connection.execute(text, bound)
    rows: list[Cells] = []
    size = 0
    while batch := list(islice(cursor, BATCH)):
        rows += batch
        size += sum(len(row) for (row,) in batch if isinstance(row, bytes | str))
        if size > MOST_BYTES:
            cursor.close(force=True)
            raise AnswerTooLarge(f"The rows are larger than {MOST_BYTES} bytes. Ask for fewer, or for less.")
    return rows


def _reads_only(operation: int, first: str | None, *_: str | None) -> int:
    hidden = operation == apsw.SQLITE_READ and (first or "").lower() in _HIDDEN
    return apsw.SQLITE_OK if operation in _READING and not hidden else apsw.SQLITE_DENY


def _value(value: object) -> apsw.SQLiteValue:
    match value:
        case None | str() | float() | bytes():
            return value
        case bool() | int():
            return int(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
