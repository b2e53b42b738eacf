"""One page of a list: its rows, and beside them the count or a look at the row behind the page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge import render
from jetway.core.errors import NotFilterable, QueryTimeout
from jetway.core.expr import TRUE
from jetway.core.finish import finish, matches

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from jetway.bridge.parse import ListRequest
    from jetway.bridge.pool import OpenSource
    from jetway.core.plan import Plan
    from jetway.core.query import Aggregate, CountKind, Read, Row
    from jetway.sources import Source

SCAN_LIMIT = 20_000
"""How many rows of a source that cannot filter or sort by itself are looked through."""

CAP = 10_000
"""How far a capped count goes."""


@dataclass(slots=True)
class Page:
    """The rows as a JSON array. `last`: by cursor, the last row's values in the order's columns."""

    results: bytes = b"[]"
    counted: render.Counted = field(default_factory=render.Counted)
    has_more: bool = False
    times: render.Times = field(default_factory=render.Times)
    last: list[object] | None = None


async def read_page(opened: OpenSource, plan: Plan, asked: ListRequest) -> Page:
    """A page. The row behind it comes along, so that mostly nothing more needs to be asked."""
    if plan.ours is not None:
        return await _finished_page(opened.source, plan)
    read, limit = plan.read, plan.read.limit
    started_s = time.perf_counter()
    rows = await opened.json_rows(read if limit is None else read.first(limit + 1))
    data_s = time.perf_counter() - started_s
    has_more = limit is not None and len(rows) > limit
    page = Page(render.array(rows[:limit]), has_more=has_more)
    known = read.offset + len(rows) if rows or not read.offset else None
    page.counted = await _counted(opened.source, plan, asked.count, None if has_more else known)
    page.times = render.Times(data_s, time.perf_counter() - started_s - data_s)
    return page


async def read_behind(opened: OpenSource, plan: Plan, read: Read, count: CountKind) -> Page:
    """The first page of `read`; one row more is asked for than shown, and only the last one decoded."""
    started_s = time.perf_counter()
    order = [item.column for item in read.order]
    told = {column.name for column in read.columns}
    extra = [column for column in order if column.name not in told]
    wanted = replace(read, columns=(*read.columns, *extra), limit=(read.limit or CAP) + 1, offset=0)
    rows = await opened.json_rows(wanted)
    shown = rows[: read.limit]
    page = Page(_without(shown, {column.name for column in extra}), has_more=len(rows) > len(shown))
    if page.has_more:
        last = msgspec.json.decode(shown[-1])
        page.last = [last[column.name] for column in order]
    data_s = time.perf_counter() - started_s
    page.counted = await _counted(opened.source, plan, count)
    page.times = render.Times(data_s, time.perf_counter() - started_s - data_s)
    return page


def _without(rows: Sequence[bytes], hidden: Collection[str]) -> bytes:
    """The rows as an array, without the columns that only the order needs."""
    if not hidden:
        return render.array(rows)
    decoded = [msgspec.json.decode(row, type=dict[str, msgspec.Raw]) for row in rows]
    return render.rows([{name: row[name] for name in row if name not in hidden} for row in decoded])


async def _finished_page(source: Source, plan: Plan) -> Page:
    assert plan.ours is not None
    started_s = time.perf_counter()
    found = await scanned(source, plan.read)
    rows, count = finish(found, plan.ours)
    seen = sum(matches(plan.ours.rule, row) is True for row in found)
    more = plan.ours.limit is not None and plan.ours.offset + plan.ours.limit < count
    times = render.Times(time.perf_counter() - started_s, 0)
    return Page(render.rows(rows), render.Counted("exact", count, scanned=seen), more, times)


async def scanned(source: Source, read: Read) -> list[Row]:
    """All rows of `read`. Raises `NotFilterable` where those are more than are looked through."""
    rows = [row async for row in source.read(read.first(SCAN_LIMIT + 1))]
    if len(rows) > SCAN_LIMIT:
        raise NotFilterable(f"This needs a look at more than {SCAN_LIMIT} rows. Narrow the filter.")
    return rows


async def _counted(source: Source, plan: Plan, kind: CountKind, known: int | None = None) -> render.Counted:
    """The count; `known` where the page itself has told it.

    The source's own estimate is of all rows: it is told only where no filter or rule is.
    """
    if plan.count is None or kind == "none":
        return render.Counted()
    if known is not None:
        return render.Counted("exact", known)
    estimate = plan.count.table.rows if plan.count.where == TRUE else None
    if kind == "estimated" and estimate is not None:
        return render.Counted("estimated", None, estimate)
    try:
        found = await number_of(source, plan.count, None if kind == "exact" else CAP + 1)
    except QueryTimeout:
        return render.Counted("estimated", None, estimate)
    capped = kind != "exact" and found > CAP
    return render.Counted("capped", None, CAP) if capped else render.Counted("exact", found)


async def number_of(source: Source, count: Aggregate, of_first: int | None = None) -> int:
    """How many rows there are; of the first few only, where that is enough to know."""
    rows = [row async for row in source.aggregate(replace(count, of_first=of_first))]
    return int(str(rows[0][count.measures[0].name]))
