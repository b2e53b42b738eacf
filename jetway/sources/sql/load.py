"""A load in a transaction: lines are staged, compared with the rows they match, and become changes.

Everything is done to many lines at once. Where the database refuses, halves are tried until the wrong line
is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from jetway.core.audit import Action
from jetway.core.errors import (
    CheckFailed,
    ConstraintFailed,
    Failure,
    InvalidReference,
    InvalidValue,
    NotAllowed,
    NotExecuted,
    NotUnique,
    Required,
    StillReferenced,
    UnknownRow,
)
from jetway.core.expr import TRUE, Measured, Not, Op, both
from jetway.core.load import MOST_PROBLEMS, LineProblem
from jetway.core.query import Aggregate, Insert, Measure
from jetway.core.schema import Column, Func, Type
from jetway.sources.sql import imported
from jetway.sources.sql.staging import Staged, numbered, with_null

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from contextlib import AbstractContextManager

    from jetway.core.expr import Predicate
    from jetway.core.load import Load, Outcome
    from jetway.core.query import Write
    from jetway.sources.sql.chain import Notes
    from jetway.sources.sql.compile import Compiler
    from jetway.sources.sql.session import Session, Staging
    from jetway.sources.sql.staging import Added, Statement

T = TypeVar("T")

AT_ONCE = 10_000
"""So many lines are changed by one statement: few enough for a time limit, and to show progress."""

CHECKED = 128
_COUNT = Column("count", Type.INTEGER, "", 0)
_OF_A_LINE = (
    InvalidValue,
    Required,
    NotUnique,
    InvalidReference,
    StillReferenced,
    ConstraintFailed,
    CheckFailed,
    NotExecuted,
)
"""What a database refuses because of some line."""


@dataclass(frozen=True, slots=True)
class Loading:
    """A load under way. `told` makes failures of the driver's errors."""

    session: Session
    compiler: Compiler
    staged: Staged
    outcome: Outcome
    told: Callable[[Write], AbstractContextManager[None]]
    notes: Notes | None = None

    @property
    def load(self) -> Load:
        """What is to be done."""
        return self.staged.load

    @property
    def stopped(self) -> bool:
        """Whether so much is wrong that no more needs to be found."""
        return not self.load.skip_errors and len(self.outcome.wrong) >= MOST_PROBLEMS


async def run(loading: Loading, engine: Staging, lines: AsyncIterator[list[tuple[object, ...]]]) -> None:
    """Do all of it in the transaction that is open; `drop` the staging table at the end."""
    staged, session = loading.staged, loading.session
    if loading.load.rule != TRUE and loading.load.added is not None and not staged.grammar.returns_inserted:
        raise NotAllowed("This server does not tell which rows it added, so a rule cannot be held to them.")
    for text in staged.written(engine.create):
        await session.change(text)
    last = await _stage(loading, lines)
    for text in staged.written(engine.filled):
        await session.change(text)
    spans = [(first, min(last, first + AT_ONCE - 1)) for first in range(1, last + 1, AT_ONCE)]
    if loading.load.match:
        await _take_out_again(loading)
    for first, last in spans:  # all of them, before anything is changed that others might match
        await _compare(loading, staged.among(first, last))
    for first, last in spans:
        for act in (_update, _add):
            await _halved(loading, act, first, last)
    for text in staged.written((engine.drop,)):
        await session.change(text)


async def _stage(loading: Loading, lines: AsyncIterator[list[tuple[object, ...]]]) -> int:
    """Put the lines into the staging table; the number of the last."""
    insert, compiled = loading.staged.insert()
    last = 0

    async def put(some: Sequence[tuple[object, ...]]) -> None:
        rows = [compiled.parameters(list(line)) for line in some]
        await loading.session.insert_many(insert, rows)

    async def halved(some: Sequence[tuple[object, ...]]) -> None:
        refusal = await _refusal(loading, lambda: put(some))
        if refusal is None or loading.stopped:
            return
        if len(some) == 1:
            _refuse(loading, int(str(some[0][0])), refusal)
            return
        await halved(some[: len(some) // 2])
        await halved(some[len(some) // 2 :])

    async for batch in lines:
        if batch:
            last = int(str(batch[-1][0]))
            await halved(batch)
    return last


async def _compare(loading: Loading, among: Predicate) -> None:
    """Leave only lines that are right and that change something."""
    load, staged = loading.load, loading.staged
    if load.match:
        several = Measured(staged.found, load.table, load.rule, Func.COUNT, None, _COUNT, Op.GT, 1)
        await _take_out(loading, both(among, several), _problem("several_rows", "matches several rows"))
        if load.added is None:
            failure = UnknownRow("matches no row")
            absent = both(among, Not(staged.matched))
            await _take_out(loading, absent, _problem(failure.code, failure.detail))
        unchanged = await _execute(loading, staged.delete_unchanged(among))
        loading.outcome.unchanged += unchanged
    for pointed in load.pointed:
        column = pointed.key.columns[0] if len(pointed.key.columns) == 1 else ""
        where = both(among, staged.pointing_at_nothing(pointed))
        await _take_out(loading, where, _problem("invalid_reference", "points at no row", column))


async def _take_out(loading: Loading, where: Predicate, problem: Callable[[int], LineProblem]) -> None:
    compiled, bound = loading.compiler.compiled(loading.staged.lines(where))
    found = await loading.session.fetch(compiled.text, compiled.parameters(bound))
    name = loading.staged.line.name
    await _refuse_all(loading, [int(str(compiled.decode(cells)[name])) for cells in found], problem)


async def _take_out_again(loading: Loading) -> None:
    text, parameters = loading.staged.again()
    found = await loading.session.fetch(text, parameters)
    problem = _problem("repeated_row", "is about the same row as a line before it")
    await _refuse_all(loading, [int(cells[0]) for cells in found], problem)


async def _refuse_all(loading: Loading, lines: Sequence[int], problem: Callable[[int], LineProblem]) -> None:
    for line in sorted(lines):
        loading.outcome.refuse(problem(line))
    for start in range(0, len(lines), CHECKED):
        await _execute(loading, loading.staged.delete(lines[start : start + CHECKED]))


async def _halved(
    loading: Loading, act: Callable[[Loading, Predicate], Awaitable[None]], first: int, last: int
) -> None:
    if first > last or loading.stopped:
        return
    among = loading.staged.among(first, last)
    refusal = await _refusal(loading, lambda: act(loading, among))
    if refusal is None:
        if loading.notes:
            await loading.notes.pour()
        return
    if first == last:
        _refuse(loading, first, refusal)
        return
    middle = (first + last) // 2
    await _halved(loading, act, first, middle)
    await _halved(loading, act, middle + 1, last)


async def _update(loading: Loading, among: Predicate) -> None:
    load, staged = loading.load, loading.staged
    if not load.updated or not load.match:
        return
    within = both(among, staged.matched)
    matched = await _count(loading, within) if load.rule != TRUE else 0
    before = await imported.rows_of_lines(loading, among)
    updated = await _execute(loading, staged.update(among))
    if load.rule != TRUE and await _count(loading, within) != matched:
        raise CheckFailed("would leave what you may change")
    await imported.note_updated(loading, before, among, updated)
    loading.outcome.updated += updated


async def _add(loading: Loading, among: Predicate) -> None:
    load, staged = loading.load, loading.staged
    if load.added is None:
        return
    if load.match and load.updated is not None:
        among = both(among, Not(staged.matched))
    columns = numbered(load)
    added = 0
    for given in product((True, False), repeat=len(columns)):
        without = [column for column, there in zip(columns, given, strict=True) if not there]
        within = [column for column in columns if column not in without]
        some = both(among, with_null(staged, without, wanted=True), with_null(staged, within, wanted=False))
        added += await _added(loading, staged.add(some, without, imported.told(loading)))
    loading.outcome.added += added


async def _added(loading: Loading, adding: Added) -> int:
    """How many rows were added. Where there is a rule, all of them are looked for by it."""
    staged = loading.staged
    if not (staged.tells or staged.keyed):
        added = await _execute(loading, adding.statement)
        imported.note_number(loading, Action.CREATE, added)
        return added
    rows = await loading.session.fetch(*adding.statement)
    for start in range(0, len(rows) if staged.keyed else 0, CHECKED):
        some = [cells[: staged.keyed] for cells in rows[start : start + CHECKED]]
        where = both(imported.keys_are(loading.load.table, some), loading.load.rule)
        if await _count(loading, where, of=loading.load) != len(some):
            raise CheckFailed("would be outside of what you may create")
    imported.note_added(loading, adding, rows)
    return len(rows)


async def _count(loading: Loading, where: Predicate, of: Load | None = None) -> int:
    table = of.table if of else loading.staged.table
    count = Aggregate(table, (Measure(Func.COUNT, None, "count"),), where=where)
    compiled, bound = loading.compiler.compiled(count)
    [cells] = await loading.session.fetch(compiled.text, compiled.parameters(bound))
    return int(str(compiled.decode(cells)["count"]))


async def _execute(loading: Loading, statement: Statement) -> int:
    return await loading.session.change(*statement)


async def _refusal(loading: Loading, act: Callable[[], Awaitable[None]]) -> Failure | None:
    """Do it, or nothing of it: then why not, where some line is to blame."""
    load, notes = loading.load, loading.notes
    mark = notes.mark() if notes else 0
    about = Insert(load.table, tuple((column, None) for column in load.columns), ())
    await loading.session.send("SAVEPOINT jetway")
    try:
        with loading.told(about):
            await act()
    except _OF_A_LINE as failure:
        await loading.session.send("ROLLBACK TO SAVEPOINT jetway")
        if notes:
            notes.back(mark)
        return failure
    await loading.session.send("RELEASE SAVEPOINT jetway")
    return None


def _refuse(loading: Loading, line: int, failure: Failure) -> None:
    names = [problem.pointer[1:].replace("~1", "/").replace("~0", "~") for problem in failure.problems]
    detail = failure.problems[0].detail if failure.problems else failure.detail
    column = names[0] if len(names) == 1 else ""
    loading.outcome.refuse(
        LineProblem(line, column, None, failure.code, detail if column else failure.detail)
    )


def _problem(code: str, detail: str, column: str = "") -> Callable[[int], LineProblem]:
    return lambda line: LineProblem(line, column, None, code, detail)
