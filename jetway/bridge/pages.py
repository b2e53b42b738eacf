"""One page of a list: its rows, and beside them the count or a look at the row behind the page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jetway.bridge import render
from jetway.bridge.tasks import task_group
from jetway.core.errors import NotFilterable
from jetway.core.finish import finish
from jetway.sources import ReadsJson

if TYPE_CHECKING:
    from jetway.bridge.parse import ListRequest
    from jetway.core.plan import Plan
    from jetway.core.query import Aggregate, Read
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


async def read_page(source: Source, plan: Plan, asked: ListRequest) -> Page:
    """A page, and beside it the count or a look at the row behind it."""
    if plan.ours is not None:
        return await _finished_page(source, plan)
    page = Page()
    data_s = count_s = 0.0

    async def read() -> None:
        nonlocal data_s
        started_s = time.perf_counter()
        page.results = await _json_rows(source, plan.read)
        data_s = time.perf_counter() - started_s

    async def count() -> None:
        nonlocal count_s
        started_s = time.perf_counter()
        if asked.counted and plan.count is not None:
            page.count = await _number(source, plan.count)
            page.has_more = page.count > plan.read.offset + (plan.read.limit or 0)
        elif asked.enveloped:
            page.has_more = await _row_behind(source, plan.read)
        count_s = time.perf_counter() - started_s

    async with task_group() as tasks:
        tasks.start_soon(read)
        tasks.start_soon(count)
    page.times = render.Times(data_s, count_s)
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


async def _json_rows(source: Source, read: Read) -> bytes:
    if isinstance(source, ReadsJson):
        return await source.read_json(read)
    return render.rows([row async for row in source.read(read)])


async def _row_behind(source: Source, read: Read) -> bool:
    if read.limit is None:
        return False
    columns = read.table.key_columns or read.columns[:1]
    behind = replace(read, columns=columns, expand=(), offset=read.offset + read.limit, limit=1)
    return bool([row async for row in source.read(behind)])


async def _number(source: Source, count: Aggregate) -> int:
    rows = [row async for row in source.aggregate(count)]
    return int(str(rows[0][count.measures[0].name]))
