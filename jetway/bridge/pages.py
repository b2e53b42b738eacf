"""One page of a list: its rows, and beside them the count or a look at the row behind the page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jetway.bridge import render
from jetway.core.errors import NotFilterable
from jetway.core.finish import finish

if TYPE_CHECKING:
    from jetway.bridge.parse import ListRequest
    from jetway.bridge.pool import OpenSource
    from jetway.core.plan import Plan
    from jetway.core.query import Aggregate
    from jetway.sources import Source

SCAN_LIMIT = 20_000
"""How many rows of a source that cannot filter or sort by itself are looked through."""


@dataclass(slots=True)
class Page:
    """The rows as a JSON array; `count` over all pages, where it was asked for."""

    results: bytes = b"[]"
    count: int | None = None
    has_more: bool = False
    times: render.Times = field(default_factory=render.Times)


async def read_page(opened: OpenSource, plan: Plan, asked: ListRequest) -> Page:
    """A page. The row behind it comes along, so that mostly nothing more needs to be asked."""
    if plan.ours is not None:
        return await _finished_page(opened.source, plan)
    read, limit = plan.read, plan.read.limit
    started_s = time.perf_counter()
    rows = await opened.json_rows(read if limit is None else replace(read, limit=limit + 1))
    data_s = time.perf_counter() - started_s
    has_more = limit is not None and len(rows) > limit
    page = Page(b"[%b]" % b",".join(rows[:limit]), None, has_more, render.Times(data_s, 0))
    if asked.counted and plan.count is not None:
        page.count = read.offset + len(rows)
        if has_more or (read.offset and not rows):
            page.count = await _number(opened.source, plan.count)
        page.times = render.Times(data_s, time.perf_counter() - started_s - data_s)
    return page


async def _finished_page(source: Source, plan: Plan) -> Page:
    assert plan.ours is not None
    started_s = time.perf_counter()
    limited = replace(plan.read, limit=SCAN_LIMIT + 1)
    scanned = [row async for row in source.read(limited)]
    if len(scanned) > SCAN_LIMIT:
        raise NotFilterable(f"This needs a look at more than {SCAN_LIMIT} rows. Narrow the filter.")
    rows, count = finish(scanned, plan.ours)
    more = plan.ours.limit is not None and plan.ours.offset + plan.ours.limit < count
    return Page(render.rows(rows), count, more, render.Times(time.perf_counter() - started_s, 0))


async def _number(source: Source, count: Aggregate) -> int:
    rows = [row async for row in source.aggregate(count)]
    return int(str(rows[0][count.measures[0].name]))
