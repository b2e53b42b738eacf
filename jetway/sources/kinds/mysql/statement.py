"""A person's own statement on MariaDB and MySQL: prepared by the server, in a read-only transaction.

Only what stands in parentheses as a table is ever executed, which statements that end a transaction, write a
file or set something cannot. What functions do beyond reading (LOAD_FILE) is the login's right to decide.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asyncmy.constants import FIELD_TYPE
from asyncmy.cursors import SSCursor
from asyncmy.errors import ProgrammingError

from jetway.core.errors import AnswerTooLarge, InvalidInput, InvalidParameter, SqlFailed
from jetway.core.schema import Column, Type, ops_of
from jetway.core.statement import NAME
from jetway.sources.kinds.mysql.session import MysqlSession
from jetway.sources.sql.placed import tokens
from jetway.sources.sql.statement import MOST_BYTES, RECORDS_HIDDEN, apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.sources.sql.session import Cells

TOKENS = tokens(r"""'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|--[^\n]*|\#[^\n]*|/\*.*?\*/""")
BATCH = 100
OURS = ("jetway_record", "jetway_audit", "jetway_answer")

_BINARY = 63
_TYPES = {
    FIELD_TYPE.TINY: Type.INTEGER,
    FIELD_TYPE.SHORT: Type.INTEGER,
    FIELD_TYPE.INT24: Type.INTEGER,
    FIELD_TYPE.LONG: Type.INTEGER,
    FIELD_TYPE.LONGLONG: Type.INTEGER,
    FIELD_TYPE.YEAR: Type.INTEGER,
    FIELD_TYPE.BIT: Type.INTEGER,
    FIELD_TYPE.DECIMAL: Type.DECIMAL,
    FIELD_TYPE.NEWDECIMAL: Type.DECIMAL,
    FIELD_TYPE.FLOAT: Type.FLOAT,
    FIELD_TYPE.DOUBLE: Type.FLOAT,
    FIELD_TYPE.DATE: Type.DATE,
    FIELD_TYPE.NEWDATE: Type.DATE,
    FIELD_TYPE.TIME: Type.TIME,
    FIELD_TYPE.DATETIME: Type.TIMESTAMP,
    FIELD_TYPE.TIMESTAMP: Type.TIMESTAMPTZ,
    FIELD_TYPE.JSON: Type.JSON,
    FIELD_TYPE.GEOMETRY: Type.GEOMETRY,
}
_NATIVE = {FIELD_TYPE.FLOAT: "float", FIELD_TYPE.BIT: "bit", FIELD_TYPE.YEAR: "year"}


def said(error: BaseException) -> tuple[str, int | None]:
    """The server's message."""
    return str(error.args[1]) if len(error.args) > 1 else str(error), None


def placeholder(_number: int) -> str:
    """As the server's PREPARE has them, counted by their order."""
    return "?"


@dataclass(frozen=True, slots=True)
class _Described:
    """A column as the server tells it."""

    name: str
    code: int
    charset: int
    length: int
    scale: int


class StatementSession(MysqlSession):
    """A connection for one statement."""

    _form = ""
    _values: tuple[object, ...] = ()
    _names: tuple[str, ...] = ()

    async def describe(self, text: str, values: Sequence[object], schema: str) -> tuple[Column, ...]:
        """Begin, and tell the columns of `text`."""
        if schema:
            raise InvalidParameter("A connection has one database alone: leave schema out.")
        if any(name in text.casefold() for name in OURS):
            raise SqlFailed(RECORDS_HIDDEN)
        self._values = tuple([_value(number, value) for number, value in enumerate(values)])
        await self.change("START TRANSACTION READ ONLY")
        await self.change("PREPARE own FROM %s", (text,))  # one statement, and a whole one
        self._form = await self._table(text)
        described = await self._columns(f"SELECT * FROM ({self._form}) AS own LIMIT 0")  # noqa: S608  # theirs to run
        columns = apart([_column(one, number) for number, one in enumerate(described)])
        self._names = tuple(column.name for column in columns)
        return columns

    async def run(self, compiled: str, slots: Sequence[object]) -> list[Cells]:
        """The rows of `compiled`."""
        names = ", ".join(_quoted(name) for name in self._names)
        text = f"WITH {NAME} ({names}) AS ({self._form}) {compiled}"
        cursor = await self._executed(text, (*self._values, *slots))
        rows: list[Cells] = []
        size = 0
        while batch := await self._within_limit(cursor.fetchmany(BATCH)):
            rows += batch
            size += sum(len(cell) for row in batch for cell in row if isinstance(cell, str | bytes))
            if size > MOST_BYTES:
                await self._interrupt()
                raise AnswerTooLarge(
                    f"The rows are larger than {MOST_BYTES} bytes. Ask for fewer, or for less."
                )
        await cursor.close()
        return rows

    async def finish(self) -> None:
        """Nothing: what does not name our own table cannot reach it."""

    def clean(self) -> bool:
        """Never used again."""
        return False

    async def tidy(self) -> bool:
        """Never used again."""
        return False

    async def _table(self, text: str) -> str:
        """`text` as a table: with a LIMIT, without which it loses its order, unless it begins with WITH."""
        with suppress(ProgrammingError):
            ordered = f"(\n{text}\n) LIMIT 18446744073709551615"
            await self.change("PREPARE own FROM %s", (f"SELECT * FROM ({ordered}) AS own",))  # noqa: S608
            return ordered
        return f"\n{text}\n"

    async def _columns(self, text: str) -> list[_Described]:
        cursor = await self._executed(text, self._values)
        fields = [
            _Described(field.name, field.type_code, field.charsetnr, field.length, field.scale)
            for field in cursor._result.fields  # noqa: SLF001  # no public way to a field's character set
        ]
        while await self._within_limit(cursor.fetchmany(BATCH)):
            pass
        await cursor.close()
        return fields

    async def _executed(self, text: str, values: Sequence[object]) -> Any:  # noqa: ANN401  # asyncmy is untyped
        """A cursor over the rows. Values go by variables, never through the text."""
        variables = [f"@jetway_{number}" for number in range(len(values))]
        for variable, value in zip(variables, values, strict=True):
            await self.change(f"SET {variable} = %s", (value,))
        await self.change("PREPARE own FROM %s", (text,))
        cursor = self._connection.cursor(SSCursor)
        using = f" USING {', '.join(variables)}" if variables else ""
        await self._within_limit(cursor.execute(f"EXECUTE own{using}"))
        return cursor


def _column(found: _Described, number: int) -> Column:
    type_ = _TYPES.get(found.code) or (Type.BYTES if found.charset == _BINARY else Type.TEXT)
    if found.code == FIELD_TYPE.TINY and found.length == 1:
        type_ = Type.BOOLEAN
    return Column(
        found.name,
        type_,
        _NATIVE.get(found.code, ""),
        number,
        scale=found.scale if type_ is Type.DECIMAL else None,
        ops=ops_of(type_),
        sortable=type_ not in (Type.JSON, Type.GEOMETRY),
    )


def _value(number: int, value: object) -> object:
    if isinstance(value, list | dict):
        raise InvalidInput(
            f"The value of parameter {number + 1} must be a text, a number, true, false or null."
        )
    return int(value) if isinstance(value, bool) else value


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
