"""Imports into apps: each line is a change by itself, in no transaction. What was done stays done."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.errors import (
    AppRefused,
    CellNotWritable,
    CheckFailed,
    Failure,
    InvalidBody,
    InvalidReference,
    InvalidValue,
    NotUnique,
    Required,
    TooManyItems,
    UnknownRow,
    UpstreamTimeout,
    UpstreamUnavailable,
)
from jetway.core.expr import Compare, Op, both
from jetway.core.load import LineProblem
from jetway.core.promise import part_of
from jetway.core.query import Insert, Read, Reference, Update
from jetway.sources.rest.foreseen import require_check
from jetway.sources.rest.to_the_end import to_the_end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from jetway.core.audit import Trail
    from jetway.core.load import Load, Outcome
    from jetway.core.query import Row
    from jetway.core.schema import Column
    from jetway.sources.rest.one_by_one import OneByOne

MOST_LINES = 10_000

_OF_A_LINE = (
    *(AppRefused, CellNotWritable, CheckFailed, InvalidBody, InvalidReference, InvalidValue),
    *(NotUnique, Required, UnknownRow),
)
"""What is wrong with one line, and says nothing about the next."""

_UNKNOWN = (UpstreamTimeout, UpstreamUnavailable)
"""After these nobody knows whether a line was done."""


async def load_lines(
    source: OneByOne,
    load: Load,
    lines: AsyncIterator[list[tuple[object, ...]]],
    outcome: Outcome,
    trail: Trail | None,
) -> None:
    """Do `load` in `source`, one line after the other, once all of them have been looked at.

    Where it ends before the last line, `outcome.stopped` says at which, and why.
    """
    every: list[tuple[object, ...]] = []
    async for batch in lines:
        every += batch
        if len(every) > MOST_LINES:
            raise TooManyItems(f"An app takes {MOST_LINES} lines at once. Import the file in parts.")
    if outcome.wrong and not load.skip_errors:
        return
    work = _Lines(source, load, outcome, trail)
    until_s = time.monotonic() + load.seconds
    for number, *line in every:
        at = int(str(number))
        if time.monotonic() > until_s:
            outcome.stopped = at, "There was no more time."
        else:
            await work.do(at, dict(zip(load.columns, line, strict=True)))
        if outcome.stopped:
            return


@dataclass(slots=True)
class _Lines:
    """The lines of one import. `seen`: what those before it were matched by."""

    source: OneByOne
    load: Load
    outcome: Outcome
    trail: Trail | None
    seen: set[tuple[object, ...]] = field(default_factory=set)

    async def do(self, number: int, line: Mapping[Column, object]) -> None:
        """One line. What is begun is ended, and noted, also for whoever does not wait for it."""
        try:
            await to_the_end(self._done(number, line))
        except asyncio.CancelledError:
            self.outcome.stopped = number + 1, "Nobody waits for it any longer."
            raise
        except _OF_A_LINE as failure:
            self._refuse(number, failure)
            if not (self.load.skip_errors or self.load.dry_run):
                self.outcome.stopped = number, failure.detail
        except _UNKNOWN as failure:
            told = f"{failure.detail} Whether this line was done, nobody knows: look before you go on."
            self.outcome.stopped = number, told
        except Failure as failure:
            self.outcome.stopped = number, failure.detail

    async def _done(self, number: int, line: Mapping[Column, object]) -> None:
        found = await self._matched(number, line) if self.load.match else []
        if found is None:
            return
        if found:
            await self._update(line, found[0])
        elif self.load.added is None:
            raise UnknownRow("matches no row")
        else:
            await self._insert(number, line)

    async def _matched(self, number: int, line: Mapping[Column, object]) -> list[Row] | None:
        """The row that the line is about, if there is one; `None` where that cannot be said."""
        wanted = tuple(line[column] for column in self.load.match)
        if None in wanted:
            return []
        same = both(*[Compare(column, Op.EQ, line[column]) for column in self.load.match])
        columns = dict.fromkeys((*self.load.table.address, *(self.load.updated or ())))
        read = Read(self.load.table, tuple(columns), both(same, self.load.rule), limit=2)
        found = [row async for row in self.source.read(read)]
        if len(found) > 1:
            self.outcome.refuse(LineProblem(number, "", None, "several_rows", "matches several rows"))
            return None
        if (told := tuple(map(str, wanted))) in self.seen:
            said = "is about the same row as a line before it"
            self.outcome.refuse(LineProblem(number, "", None, "repeated_row", said))
            return None
        self.seen.add(told)
        return found

    async def _update(self, line: Mapping[Column, object], row: Row) -> None:
        load = self.load
        changes = tuple(
            (column, line[column])
            for column in load.updated or ()
            if values.stored(column, row[column.name]) != line[column]
        )
        if not changes:
            self.outcome.unchanged += 1
            return
        if not load.dry_run:
            at = both(*[Compare(column, Op.EQ, row[column.name]) for column in load.table.address], load.rule)
            update = Update(load.table, changes, at, (), load.rule, self._references(line))
            await self.source.write([update], self.trail)
        self.outcome.updated += 1

    async def _insert(self, number: int, line: Mapping[Column, object]) -> None:
        load = self.load
        brought = {column: line[column] for column in load.added or () if line[column] is not None}
        made = sorted({**brought, **dict(load.presets)}.items(), key=lambda one: one[0].position)
        require_check(load.rule, dict.fromkeys(column.name for column in load.table.columns), tuple(made))
        if not load.dry_run:
            once = part_of(load.once, number, [(column.name, value) for column, value in made])
            insert = Insert(load.table, tuple(made), (), load.rule, self._references(line), once)
            await self.source.write([insert], self.trail)
        self.outcome.added += 1

    def _references(self, line: Mapping[Column, object]) -> tuple[Reference, ...]:
        """The rows that must be there, and be seen, for foreign keys of the line to point at."""
        said = {column.name: value for column, value in line.items()}
        found = []
        for one in self.load.pointed:
            names = zip(one.key.columns, one.key.target_columns, strict=True)
            pairs = [(one.table.column(theirs), said[mine]) for mine, theirs in names]
            if all(value is not None for _, value in pairs):
                there = [Compare(column, Op.EQ, value) for column, value in pairs if column is not None]
                found.append(Reference(one.key.columns, one.table, both(one.where, *there)))
        return tuple(found)

    def _refuse(self, number: int, failure: Failure) -> None:
        for problem in failure.problems:
            column = problem.pointer.removeprefix("/")
            self.outcome.refuse(LineProblem(number, column, None, problem.code, problem.detail))
        if not failure.problems:
            self.outcome.refuse(LineProblem(number, "", None, failure.code, failure.detail))
