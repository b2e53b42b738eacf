"""A person's own statement: on a connection that nobody else uses, read-only by the engine's own means.

The engine must take the text as one statement and, in parentheses, as a table. What is asked of it (a page,
a filter, a group) is compiled like any other read, of that table.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from jetway.core.errors import (
    Failure,
    PoolTimeout,
    Problem,
    QueryTimeout,
    Retry,
    SourceUnavailable,
    SqlFailed,
)
from jetway.core.statement import Ran, table_of
from jetway.sources.sql.compile import compile_
from jetway.sources.sql.placed import Placed, placed
from jetway.sources.sql.session import Session
from jetway.sources.sql.shape import shape

if TYPE_CHECKING:
    import re
    from collections.abc import Awaitable, Callable, Sequence

    from jetway.core.query import Aggregate, Read, Row
    from jetway.core.schema import Column
    from jetway.core.statement import Planned, Statement
    from jetway.sources.sql.session import Cells, Engine

MOST_BYTES = 8 * 2**20
"""How large the rows of one answer may be."""

MOST_SAID = 1000
LONGEST_NAME = 60
RECORDS_HIDDEN = "Jetway's own records cannot be read."

_AS_EVER = (PoolTimeout, QueryTimeout, Retry, SourceUnavailable)


class OneRun(Session, Protocol):
    """A connection for one statement; it is closed behind it. Raises the driver's errors and `SqlFailed`."""

    async def describe(self, text: str, values: Sequence[object], schema: str) -> tuple[Column, ...]:
        """Begin a read-only transaction, and tell the columns of `text`, which must be one whole query."""
        ...

    async def run(self, compiled: str, slots: Sequence[object]) -> list[Cells]:
        """The rows of `compiled`, which reads the described statement under the name that `core` gives it.

        Raises `AnswerTooLarge` before more than `MOST_BYTES` of them have come.
        """
        ...

    async def finish(self) -> None:
        """Raises `SqlFailed` where the statement has looked at Jetway's own records."""
        ...


@dataclass(frozen=True, slots=True)
class Statements:
    """How an engine runs a person's own statements. `said`: an error's message, and where in the text."""

    open: Callable[[], Awaitable[OneRun]]
    tokens: re.Pattern[str]
    placeholder: Callable[[int], str]
    said: Callable[[BaseException], tuple[str, int | None]]


async def run(engine: Engine, session: OneRun, statement: Statement, planned: Planned) -> Ran:
    """What came of everything planned for the statement, in one transaction."""
    statements = engine.statements
    ready = placed(statement, statements.tokens, statements.placeholder)

    def behind(number: int) -> str:
        return statements.placeholder(len(ready.values) + number)

    try:
        columns = await session.describe(ready.text, ready.values, statement.schema)
        rows, times_s = [], []
        for asked in planned(table_of(columns)):
            started_s = time.perf_counter()
            rows.append(await _rows(engine, session, asked, behind))
            times_s.append(time.perf_counter() - started_s)
        await session.finish()
    except engine.errors as error:
        raise _told(engine, error, ready) from error
    return Ran(columns, tuple(rows), tuple(times_s))


async def _rows(
    engine: Engine, session: OneRun, asked: Read | Aggregate, placeholder: Callable[[int], str]
) -> list[Row]:
    _, values = shape(asked)
    compiled = compile_(engine.grammar, asked, placeholder=placeholder)
    cells = await session.run(compiled.text, compiled.parameters(values))
    return [compiled.decode(one) for one in cells]


def apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns under names that differ, and that every engine takes: `a`, `a_2`."""
    taken: set[str] = set()
    result = []
    for number, column in enumerate(columns, start=1):
        usable = column.name.strip() and len(column.name.encode()) <= LONGEST_NAME
        stem = name = column.name.strip() if usable else f"column_{number}"
        again = 2
        while name.casefold() in taken:
            name, again = f"{stem}_{again}", again + 1
        taken.add(name.casefold())
        result.append(replace(column, name=name))
    return tuple(result)


def _told(engine: Engine, error: BaseException, ready: Placed) -> Failure:
    """The engine's own words: they are about the person's own statement."""
    failure = engine.failure(error, None, {})
    if isinstance(failure, _AS_EVER):
        return failure
    message, position = engine.statements.said(error)
    problems: tuple[Problem, ...] = ()
    if position is not None:
        where = f"at character {ready.original(position) + 1}"
        problems = (Problem("/query", SqlFailed.code, where),)
    return SqlFailed(message[:MOST_SAID], problems=problems)
