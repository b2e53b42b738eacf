"""Rows of other sources beside those of a page: found by its keys, in as few requests as can be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import anyio
import msgspec

from jetway.bridge import render
from jetway.bridge.pages import read_page
from jetway.bridge.parse import ListRequest
from jetway.core.errors import Failure, FarAmbiguous, FarTooMany, QueryTimeout
from jetway.core.exact import exact_plan
from jetway.core.expr import Condition, Op
from jetway.core.far import is_unique
from jetway.core.far_query import comparable, sameness
from jetway.core.plan import plan_list
from jetway.core.source_scope import FIRST_NAME

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from jetway.bridge.asked import Asked
    from jetway.bridge.far.known import Cell, Found
    from jetway.bridge.far.neighbours import There
    from jetway.core.far_query import Brought
    from jetway.core.plan import Plan
    from jetway.core.query import Query
    from jetway.core.schema import Column

MAX_KEYS = 1000
"""How many rows of a database come along with one page."""

MAX_SINGLE = 100
"""How many rows come along with one page from an app that tells each by itself."""

AT_ONCE = 8
"""How many requests of one page run at the same time at one app."""

WITHIN_S = 3.0
"""How long a page waits for rows of another source."""

SPARE_S = 0.5
"""What is left of the answer's own time for the rest of it."""

_Row: TypeAlias = dict[str, msgspec.Raw]
_Keys: TypeAlias = "Mapping[object, object]"
"""Keys in the form that is the same in both sources, and as the other source compares them."""

Note: TypeAlias = "dict[str, object]"
"""What of a page is missing, and why."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """Rows of `there` that come along with a page. `query`: what is wanted of them, but which they are.

    `within_s`: how long is waited for them, where that is not as long as a page waits.
    """

    brought: Brought
    there: There
    query: Query
    exact: bool
    within_s: float | None = None

    @property
    def column(self) -> Column:
        """The column that the keys are of, where the rows are."""
        column = self.there.view[self.query.table].table.column(self.brought.far.end.target_column)
        assert column is not None
        return column

    @property
    def at_once(self) -> int:
        """For how many keys one request is enough."""
        seen = self.there.view[self.query.table]
        column = self.column
        if not is_unique(seen.table, column.name) or (Op.EQ in column.ops and Op.IN not in column.ops):
            return 1
        of_keys = seen.table.keys_at_once if (column.name,) == seen.table.key else None
        return min(of_keys or MAX_KEYS, seen.max_rows or MAX_KEYS)

    def plan(self, asked: Asked, keys: Sequence[object]) -> Plan:
        """The rows of these keys that whoever asks sees; two, where one key may tell several."""
        single = len(keys) == 1
        where = Condition(self.column.name, Op.EQ if single else Op.IN, keys[0] if single else list(keys))
        query = replace(self.query, where=where, limit=2 if single else len(keys))
        plan = plan_list(self.there.view, asked.actor, query)
        return exact_plan(plan) if self.exact else plan


async def beside(asked: Asked, bringing: Sequence[Bringing], results: bytes) -> tuple[bytes, list[Note]]:
    """The rows with those of other sources beside them. What nobody knows is left out, and noted."""
    rows = msgspec.json.decode(results, type=list[_Row])
    notes: list[Note] = []
    async with anyio.create_task_group() as tasks:
        for one in bringing:
            tasks.start_soon(_bring, asked, one, rows, notes)
    unasked = {one.brought.far.column.name for one in bringing if one.brought.unasked}
    shown = [_without(row, unasked) for row in rows] if unasked else rows
    return render.rows(shown), notes


async def _bring(asked: Asked, one: Bringing, rows: list[_Row], notes: list[Note]) -> None:
    """Set the relation's member in every row of which it is known."""
    far = one.brought.far
    same = sameness(far.column, one.column)
    told = [msgspec.json.decode(row[far.column.name]) for row in rows]
    keys = {same(value): value for value in told if value is not None}
    found: dict[object, Found] = {}
    failure = await _looked_for(asked, one, keys, found)
    if failure is not None:
        notes.append(note(far.name, failure))
    for row, value in zip(rows, told, strict=True):
        known = () if value is None else found.get(same(value))
        if known is not None and len(known) < 2:
            row[far.name] = msgspec.Raw(known[0] if known else b"null")


def note(relation: str, failure: Failure) -> Note:
    """Why rows of a relation are missing."""
    return {"relation": relation, "code": failure.code, "detail": failure.detail}


async def _looked_for(asked: Asked, one: Bringing, keys: _Keys, found: dict[object, Found]) -> Failure | None:
    """Fill `found` with what is found of the keys; why something is missing, if it is."""
    fitting = {key: fit[0] for key, value in keys.items() if (fit := comparable(one.column, [value]))}
    found.update({key: () for key in keys if key not in fitting})
    most = MAX_KEYS if one.at_once > 1 else MAX_SINGLE
    wanted = dict(list(fitting.items())[:most])
    failures: list[Failure] = []
    within_s = one.within_s or WITHIN_S
    with anyio.move_on_after(_left_s(within_s)) as waiting:
        seen = one.there.view[one.query.table]
        if seen.table.plain:
            await _known_or_read(asked, one, wanted, found, failures)
        else:
            await _read_all(asked, one, wanted, found, failures)
    source = one.brought.far.end.target_source or FIRST_NAME
    if waiting.cancelled_caught:
        return QueryTimeout(f"The source {source} did not tell all rows within {within_s:g} s.")
    if not failures and len(wanted) < len(fitting):
        return FarTooMany(f"The source {source} was asked for the first {most} rows of the page only.")
    if not failures and any(len(rows) > 1 for rows in found.values()):
        return FarAmbiguous(f"Several rows of {one.query.table} have the same {one.column.name}.")
    return failures[0] if failures else None


async def _known_or_read(
    asked: Asked, one: Bringing, wanted: _Keys, found: dict[object, Found], failures: list[Failure]
) -> None:
    """Of an app, only what was not asked for a moment ago, by the same person."""
    query = one.query
    what = (query.table, query.select, query.expand, query.zone, one.exact, one.column.name)
    cell = asked.bridge.neighbours.rows.cell(one.there.view, asked.actor, *what)
    async with cell.lock:
        found |= cell.of(list(wanted))
        missing = {key: value for key, value in wanted.items() if key not in found}
        await _read_all(asked, one, missing, found, failures, cell)


async def _read_all(
    asked: Asked,
    one: Bringing,
    wanted: _Keys,
    found: dict[object, Found],
    failures: list[Failure],
    cell: Cell | None = None,
) -> None:
    """As few requests as can be, and the first failure ends them."""
    limiter, items, size = anyio.CapacityLimiter(AT_ONCE), list(wanted.items()), one.at_once

    async def read(keys: _Keys) -> None:
        async with limiter:
            try:
                told = await _rows_of(asked, one, keys)
            except Failure as failure:
                failures.append(failure)
                tasks.cancel_scope.cancel()
                return
        found.update(told)
        if cell is not None:
            for key, rows in told.items():
                cell.keep(key, rows)

    async with anyio.create_task_group() as tasks:
        for start in range(0, len(items), size):
            tasks.start_soon(read, dict(items[start : start + size]))


async def _rows_of(asked: Asked, one: Bringing, keys: _Keys) -> dict[object, Found]:
    """The rows of each key."""
    plan = one.plan(asked, list(keys.values()))
    page = await read_page(one.there.bridge.opened, plan, ListRequest(one.query, 1, len(keys), "none", False))
    same, name = sameness(one.brought.far.column, one.column), one.column.name
    unasked = {name} if one.brought.select is not None and name not in one.brought.select else set()
    found: dict[object, Found] = dict.fromkeys(keys, ())
    for row in msgspec.json.decode(page.results, type=list[_Row]):
        key = same(msgspec.json.decode(row[name]))
        if key in found:
            found[key] += (render.row(_without(row, unasked)),)
    return found


def _without(row: _Row, names: Container[str]) -> _Row:
    return {name: value for name, value in row.items() if name not in names}


def _left_s(within_s: float) -> float:
    """How long may be waited here, so that the whole answer is still in time."""
    return min(within_s, anyio.current_effective_deadline() - anyio.current_time() - SPARE_S)
