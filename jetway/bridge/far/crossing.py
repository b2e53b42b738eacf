"""Requests that cross into other sources, made into some that the table's own source can answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge import parse
from jetway.bridge.far.neighbours import unreached
from jetway.bridge.far.rows import Bringing, beside, note
from jetway.bridge.pages import read_page
from jetway.core.errors import FarTooMany, NotFilterable, SourceUnavailable, UnknownRelation
from jetway.core.exact import exact_read
from jetway.core.expr import leaves
from jetway.core.far_query import conditions_through, leads_to, rewritten, taken_apart
from jetway.core.plan import plan_get, plan_list
from jetway.core.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.asked import Asked
    from jetway.bridge.far.neighbours import There
    from jetway.bridge.far.rows import Note
    from jetway.core.expr import Filter
    from jetway.core.far import Far
    from jetway.core.far_query import Brought, Through
    from jetway.core.plan import Plan
    from jetway.core.query import Grouping, Read

MAX_THROUGH_ROWS = 1000
"""How many rows of another source a condition may match: their keys are a list in a filter here."""

_NAMES = ("_select", "_expand", "_order_by", "_filter")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the rows of a page. `away`: why some of it does not."""

    bringing: Sequence[Bringing] = ()
    away: Sequence[Note] = field(default=())

    async def added(self, asked: Asked, results: bytes) -> tuple[bytes, list[Note]]:
        """The rows with those of other sources, and what is missing."""
        if not self.bringing:
            return results, list(self.away)
        rows, notes = await beside(asked, self.bringing, results)
        return rows, [*self.away, *notes]


NOTHING = Beside()


async def planned_list(asked: Asked, sent: parse.Parameters) -> tuple[parse.ListRequest, Plan, Beside]:
    """A list as it is asked for, its plan, and what of other sources comes along."""
    if not _crosses(asked, sent):
        return *asked.bridge.plans.of_list(asked.view, asked.actor, asked.table, sent), NOTHING
    wanted = parse.list_request(asked.table, sent)
    query, others = await crossed(asked, wanted.query, exact=parse.exact_numbers(sent))
    plan = plan_list(asked.view, asked.actor, query)
    return replace(wanted, per_page=plan.limit or wanted.per_page), plan, others


async def planned_row(asked: Asked, sent: parse.Parameters) -> tuple[Read, Beside]:
    """What reads the row that is asked for, and what of other sources comes along."""
    if not _crosses(asked, sent):
        return asked.bridge.plans.of_row(asked.view, asked.actor, (asked.table, asked.key), sent), NOTHING
    exact = parse.exact_numbers(sent)
    query, others = await crossed(asked, parse.row_request(asked.table, sent), exact=exact)
    read = plan_get(asked.view, asked.actor, query, asked.key)
    return exact_read(read) if exact else read, others


def _crosses(asked: Asked, sent: parse.Parameters) -> bool:
    """Whether anything that was sent may name a relation to another source."""
    if not asked.bridge.neighbours.declared:
        return False
    texts = [*sent, *[text for name in _NAMES for text in sent.get(name, ())]]
    return asked.bridge.neighbours.named(asked, texts)


async def crossed(asked: Asked, query: Query, *, exact: bool = False) -> tuple[Query, Beside]:
    """The query for the table's own source, and what of other sources comes along with its rows."""
    names = [*(query.select or ()), *query.expand, *[sort.column for sort in query.order]]
    query = await filtered(asked, query)
    if not asked.bridge.neighbours.named(asked, names):
        return query, NOTHING
    fars = await asked.bridge.neighbours.fars_of(asked)
    query, brought = taken_apart(query, asked.view[asked.table].table, fars)
    bringing, away = [], []
    for one in brought:
        try:
            there = await _there(asked, one.far)
        except SourceUnavailable as failure:
            away.append(note(one.far.name, failure))
        else:
            bringing.append(_bringing(asked, one, there, query, exact=exact))
    return query, Beside(bringing, away)


async def filtered(asked: Asked, query: Query) -> Query:
    """The query with its conditions on rows of other sources as lists of keys."""
    return replace(query, where=await _through(asked, query.where, query))


async def grouping_filtered(asked: Asked, grouping: Grouping) -> Grouping:
    """The same for groups."""
    query = Query(asked.table, now=grouping.now, zone=grouping.zone)
    return replace(grouping, where=await _through(asked, grouping.where, query))


async def _through(asked: Asked, where: Filter | None, query: Query) -> Filter | None:
    if where is None:
        return None
    names = [name for leaf in leaves(where) if isinstance(name := getattr(leaf, "name", None), str)]
    if not asked.bridge.neighbours.named(asked, names):
        return where
    fars = await asked.bridge.neighbours.fars_of(asked)
    found = conditions_through(where, asked.view[asked.table].table, fars)
    return rewritten(where, {id(one.leaf): await _keys(asked, one, query) for one in found})


async def _keys(asked: Asked, one: Through, query: Query) -> Filter:
    """The rows that a condition on another source's rows lets through, by the keys of those."""
    end = one.far.end
    if not one.far.filters:
        raise NotFilterable(f"{asked.table} cannot be filtered by {one.far.column.name}.")
    there = await _there(asked, one.far)
    wanted = Query(
        end.target,
        where=one.inner,
        select=(end.target_column,),
        limit=MAX_THROUGH_ROWS,
        now=query.now,
        zone=query.zone,
    )
    plan = plan_list(there.view, asked.actor, wanted)
    request = parse.ListRequest(wanted, 1, MAX_THROUGH_ROWS, "none", enveloped=False)
    page = await read_page(there.bridge.opened, plan, request)
    if page.has_more:
        raise FarTooMany(
            f"More than {plan.limit} rows of {end.target} match {one.leaf.name}, which is more than can be "
            "looked for here. Narrow the condition."
        )
    keys = dict.fromkeys(row[end.target_column] for row in msgspec.json.decode(page.results))
    return leads_to(one.far.column, [key for key in keys if key is not None])


def _bringing(asked: Asked, brought: Brought, there: There, query: Query, *, exact: bool) -> Bringing:
    """Raises what is wrong with what is asked of the other source's table."""
    end, select = brought.far.end, brought.select
    wanted = None if select is None else tuple(dict.fromkeys([*select, end.target_column]))
    inner = Query(end.target, select=wanted, expand=brought.expand, now=query.now, zone=query.zone)
    plan_list(there.view, asked.actor, inner)
    return Bringing(brought, there, inner, exact)


async def _there(asked: Asked, far: Far) -> There:
    """Raises `SourceUnavailable`; it was waited for already."""
    if far.away:
        raise unreached(far.end.target_source)
    there = await asked.bridge.neighbours.there(asked, far.end.target_source)
    if there is None or far.end.target not in there.view.tables:
        raise UnknownRelation(f"{asked.table} has no relation {far.name!r}.")
    return there
