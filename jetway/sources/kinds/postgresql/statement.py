"""A person's own statement on PostgreSQL: in a read-only transaction, of a connection that ends with it.

What a transaction does not take back (advisory locks, connections of dblink) ends with the connection. What
functions do beyond reading is the login's right to decide.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from jetway.core.errors import AnswerTooLarge, SqlFailed
from jetway.core.schema import Column, ops_of
from jetway.core.statement import NAME
from jetway.sources.kinds.postgresql.catalogue import types_of
from jetway.sources.kinds.postgresql.literal import array_text
from jetway.sources.kinds.postgresql.session import PostgresqlSession
from jetway.sources.kinds.postgresql.types import extremes, length, meaning, precision
from jetway.sources.sql.placed import STANDARD, tokens
from jetway.sources.sql.statement import MOST_BYTES, RECORDS_HIDDEN, apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.pq.abc import PGresult

    from jetway.sources.sql.session import Cells

TOKENS = tokens(rf"""[eE]'(?:[^'\\]|\\.|'')*'|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|{STANDARD}""")

# Every table that was looked at is locked until the transaction ends, however it was reached.
_LOOKED_AT_RECORDS = """
SELECT 1 FROM pg_catalog.pg_locks
WHERE pid = pg_catalog.pg_backend_pid() AND relation IN (pg_catalog.to_regclass('jetway.record'),
  pg_catalog.to_regclass('jetway.audit'), pg_catalog.to_regclass('jetway.audit_head'))
"""
_NATIVES = """
SELECT pg_catalog.format_type(oid, modifier)
FROM unnest($1::oid[], $2::int[]) WITH ORDINALITY AS of (oid, modifier, number) ORDER BY number
"""
_FITS = f"sum(octet_length(r::text)) OVER (ROWS UNBOUNDED PRECEDING) <= {MOST_BYTES}"
_BOOLEAN, _BIGINT, _DOUBLE, _NUMERIC, _UNKNOWN = 16, 20, 701, 1700, 0


def said(error: BaseException) -> tuple[str, int | None]:
    """PostgreSQL's message, and where in the text."""
    if not isinstance(error, psycopg.Error):
        return str(error), None
    position = error.diag.statement_position
    return error.diag.message_primary or str(error), int(position) - 1 if position else None


class StatementSession(PostgresqlSession):
    """A connection for one statement."""

    _text = ""
    _values: tuple[bytes | None, ...] = ()
    _types: tuple[int, ...] = ()
    _names: tuple[str, ...] = ()

    async def describe(self, text: str, values: Sequence[object], schema: str) -> tuple[Column, ...]:
        """Begin, and tell the columns of `text`."""
        await self.change("BEGIN READ ONLY")
        if schema:
            path = sql.Identifier(schema).as_string() + ', "$user", public'
            await self.fetch("SELECT pg_catalog.set_config('search_path', $1, true)", (path,))
        self._text = text
        self._values = tuple([_value(value) for value in values])
        self._types = tuple([_type(value) for value in values])
        connection = self._connection.pgconn
        connection.send_prepare(b"", text.encode(), self._types)
        await self._prepared.answer()
        connection.send_describe_prepared(b"")
        columns = apart(await self._columns(await self._prepared.answer()))
        await self.finish()
        self._names = tuple(column.name for column in columns)
        return columns

    async def run(self, compiled: str, slots: Sequence[object]) -> list[Cells]:
        """The rows of `compiled`: one value each, JSON."""
        names = ", ".join(sql.Identifier(name).as_string() for name in self._names)
        text = (
            f"WITH {NAME} ({names}) AS (SELECT * FROM (\n{self._text}\n) AS own)"  # noqa: S608  # theirs to run
            f" SELECT CASE WHEN {_FITS} THEN r END FROM (\n{compiled}\n) AS rows_of (r)"
        )
        values = [*self._values, *[_value(value) for value in slots]]
        types = [*self._types, *[_UNKNOWN] * len(slots)]
        self._connection.pgconn.send_query_params(text.encode(), values, types)
        result = await self._prepared.answer()
        rows = [result.get_value(row, 0) for row in range(result.ntuples)]
        if None in rows:
            raise AnswerTooLarge(f"The rows are larger than {MOST_BYTES} bytes. Ask for fewer, or for less.")
        return [(row,) for row in rows]

    async def finish(self) -> None:
        """Refuse what has looked at our own tables."""
        if await self.fetch(_LOOKED_AT_RECORDS):
            raise SqlFailed(RECORDS_HIDDEN)

    def clean(self) -> bool:
        """Never used again."""
        return False

    async def tidy(self) -> bool:
        """Never used again."""
        return False

    async def _columns(self, result: PGresult) -> list[Column]:
        if not result.nfields:
            raise SqlFailed("Only a query can run here: SELECT, VALUES or WITH.")
        types, labels = await types_of(self)
        natives = await self._natives(result)
        columns = []
        for number in range(result.nfields):
            found = meaning(result.ftype(number), result.fmod(number), types, labels)
            digits, scale = precision(found)
            least, greatest = extremes(found)
            name = (result.fname(number) or b"").decode()
            columns.append(
                Column(
                    name,
                    found.type,
                    natives[number],
                    number,
                    length=length(found),
                    precision=digits,
                    scale=scale,
                    minimum=least,
                    maximum=greatest,
                    options=found.options,
                    item=found.item,
                    ops=ops_of(found.type),
                    sortable=found.ordered,
                )
            )
        return columns

    async def _natives(self, result: PGresult) -> list[str]:
        """The types as PostgreSQL writes them."""
        oids = array_text([result.ftype(number) for number in range(result.nfields)])
        modifiers = array_text([result.fmod(number) for number in range(result.nfields)])
        return [name for (name,) in await self.fetch(_NATIVES, (oids, modifiers))]


def _type(value: object) -> int:
    """A number has its type; PostgreSQL gives the others the one that the place wants."""
    match value:
        case bool():
            return _BOOLEAN
        case int():
            return _BIGINT if -(2**63) <= value < 2**63 else _NUMERIC
        case float():
            return _DOUBLE
        case _:
            return _UNKNOWN


def _value(value: object) -> bytes | None:
    match value:
        case None:
            return None
        case str():
            return value.encode()
        case list():
            return array_text(value).encode()
        case _:
            return json.dumps(value, ensure_ascii=False).encode()
