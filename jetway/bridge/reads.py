"""Reading rows: lists, single rows, aggregates and groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.bridge import cursor, parse, render
from jetway.bridge.asked import json_answer
from jetway.bridge.far.crossing import grouping_filtered, planned_list, planned_row
from jetway.bridge.json_response import unless_known
from jetway.bridge.pages import Page, read_behind, read_page
from jetway.bridge.preconditions import etag_of
from jetway.core.exact import exact_aggregate, exact_plan
from jetway.core.plan import plan_group
from jetway.core.schema import Func
from jetway.sources.sql import document

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.core.plan import Plan
    from jetway.core.query import Aggregate


async def list_rows(asked: Asked) -> Response:
    """A page of rows in its envelope; bare rows with `_no_pagination`."""
    sent = asked.parameters()
    wanted, plan, others = await planned_list(asked, sent)
    plan = exact_plan(plan) if parse.exact_numbers(sent) else plan
    page, following = await _page(asked, plan, wanted)
    page.results, notes = await others.added(asked, page.results)
    if not wanted.enveloped:
        return _told(json_answer(page.results), plan.limit, cut=page.has_more)
    links = render.Links(f"{asked.bridge.url}{asked.bridge.at}models/{'/'.join(asked.path)}/", sent)
    around = links.around(wanted, has_more=page.has_more, cursor=following)
    counted = replace(page.counted, stale=plan.read.stale)
    parts = (page.results, wanted, counted, around, page.times, notes)
    return json_answer(render.envelope(*parts))


async def _page(asked: Asked, plan: Plan, wanted: parse.ListRequest) -> tuple[Page, str | None]:
    """The page, and the cursor behind it where one was asked for and there is more."""
    opened = asked.bridge.opened
    if wanted.cursor is None:
        return await read_page(opened, plan, wanted), None
    key, source = asked.bridge.key, asked.bridge.scope.name
    name = cursor.name_of(source, plan.read, asked.actor)
    nulls_last = asked.view.schema.nulls_last
    read = cursor.behind_cursor(plan, wanted.cursor, name, key, nulls_last=nulls_last)
    page = await read_behind(opened, plan, read, wanted.count)
    return page, None if page.last is None else cursor.sealed(page.last, name, key)


async def get_row(asked: Asked) -> Response:
    """One row by its key."""
    sent = asked.parameters()
    read, others = await planned_row(asked, sent)
    row = await asked.row_of(read)
    if others.bringing:
        rows, _ = await others.added(asked, render.array([row]))
        row = rows[1:-1]
    if sent:
        return json_answer(row)
    return unless_known(asked.request, row, etag_of(document.read(row)))


async def aggregate_rows(asked: Asked) -> Response:
    """One number over the rows of the filter."""
    sent = asked.parameters()
    grouping = await grouping_filtered(asked, parse.grouping(asked.table, sent, grouped=False))
    aggregate = _exactly(sent, plan_group(asked.view, asked.actor, grouping))
    [row] = [row async for row in asked.bridge.opened.source.aggregate(aggregate)]
    nothing = grouping.func is Func.SUM and row["y_func"] is None
    return json_answer(render.row({"y_func": 0} if nothing else row))


async def group_rows(asked: Asked) -> Response:
    """A number per group."""
    sent = asked.parameters()
    grouping = await grouping_filtered(asked, parse.grouping(asked.table, sent, grouped=True))
    aggregate = _exactly(sent, plan_group(asked.view, asked.actor, grouping))
    one_more = replace(aggregate, limit=aggregate.limit and aggregate.limit + 1)
    rows = [row async for row in asked.bridge.opened.source.aggregate(one_more)]
    answer = json_answer(render.rows(rows[: aggregate.limit]))
    return _told(answer, aggregate.limit, cut=len(rows) > len(rows[: aggregate.limit]))


def _exactly(sent: parse.Parameters, aggregate: Aggregate) -> Aggregate:
    return exact_aggregate(aggregate) if parse.exact_numbers(sent) else aggregate


def _told(answer: Response, limit: int | None, *, cut: bool) -> Response:
    """The answer; where it holds only the first `limit`, it says so."""
    if cut:
        answer.headers["Jetway-Truncated"] = str(limit)
    return answer
