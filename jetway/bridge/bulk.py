"""Writing many rows by one request."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from jetway.bridge import parse, render
from jetway.bridge.asked import json_answer
from jetway.bridge.far.crossing import filtered
from jetway.bridge.once import key_in, made
from jetway.bridge.still_allowed import still_allowed
from jetway.core.audit import Way
from jetway.core.change import plan_create, plan_delete_many, plan_update_many
from jetway.core.errors import AuthUnavailable, Failure, InvalidBody, Problem, RightEnded, TooManyItems
from jetway.core.impact import CAP, plan_impact
from jetway.core.plan import plan_get
from jetway.core.promise import part_of
from jetway.core.query import Aggregate, Insert, Measure, Query, Read
from jetway.core.schema import Func

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.core.audit import Trail
    from jetway.core.expr import Predicate
    from jetway.core.promise import Promise
    from jetway.core.query import DeleteMany, Row, UpdateMany, Write

MAX_ITEMS = 1000
MAX_BYTES = 4 * 1024 * 1024


async def create_rows(asked: Asked) -> Response:
    """A row for each item of the body, in one transaction; each by itself, or with `atomic=1` all or none."""
    trail = await _trail(asked)
    atomic = parse.bulk_request(asked.parameters())
    body = await asked.json(max_bytes=MAX_BYTES)
    if not isinstance(body, list):
        raise InvalidBody("Send a JSON list of objects: the columns by name.")
    if len(body) > MAX_ITEMS:
        raise TooManyItems(
            f"One request takes {MAX_ITEMS} items. Send the rest in another, or import a file."
        )
    once = key_in(asked) if asked.view[asked.table].table.once else ""
    planned = [_planned(asked, item, part_of(once, number)) for number, item in enumerate(body)]
    inserts = [plan for plan in planned if isinstance(plan, Insert)]
    if atomic:
        _raise_first(planned)

    def tell(found: list[Row | Failure]) -> Response:
        return json_answer(render.rows([_told(item) for item in _merged(planned, found)]))

    async def change(promise: Promise | None) -> list[Row | Failure]:
        source = asked.bridge.opened.source
        found = await source.write_each(inserts, all_or_none=atomic, trail=trail, promise=promise)
        if atomic:
            _raise_first(found)
        _raise_ended(planned, found)
        return found

    return tell(await change(None)) if once else await made(asked, change, tell)


async def update_rows(asked: Asked) -> Response:
    """The same change to every row of a filter."""
    trail = await _trail(asked)
    wanted = parse.many_request(asked.table, asked.parameters())
    query = await filtered(asked, wanted.query)
    write = plan_update_many(asked.view, asked.actor, query, await asked.body(), wanted.exactly)
    if wanted.dry_run:
        return json_answer(render.row({"count": await _count(asked, write)}))
    return await _done(asked, write, trail)


async def delete_rows(asked: Asked) -> Response:
    """The end of every row of a filter."""
    trail = await _trail(asked)
    wanted = parse.many_request(asked.table, asked.parameters())
    query = await filtered(asked, wanted.query)
    write = plan_delete_many(asked.view, asked.actor, query, wanted.exactly)
    if wanted.dry_run:
        impact = await _impact(asked, write.where)
        return json_answer(render.row({"count": await _count(asked, write), "impact": impact}))
    return await _done(asked, write, trail)


async def row_impact(asked: Asked) -> Response:
    """What deleting one row would do to others."""
    read = plan_get(asked.view, asked.actor, Query(asked.table), asked.key)
    await asked.row_of(read)
    return json_answer(render.rows(await _impact(asked, read.where)))


async def _trail(asked: Asked) -> Trail:
    """Rows of an app are changed one after the other: its right is asked for before each."""
    trail = asked.trail(Way.BULK)
    if asked.view[asked.table].table.atomic:
        return trail
    return replace(trail, still=await still_allowed(asked))


async def _done(asked: Asked, write: Write, trail: Trail) -> Response:
    source = asked.bridge.opened.source
    change = partial(source.write, [write], trail)
    return await made(asked, change, lambda done: json_answer(render.row(done[0])))


async def _count(asked: Asked, write: UpdateMany | DeleteMany) -> int:
    if not write.table.atomic:
        rows = Read(write.table, write.table.address, write.where, limit=write.most + 1, lasting=True)
        return len([row async for row in asked.bridge.opened.source.read(rows)])
    count = Aggregate(write.table, (Measure(Func.COUNT, None),), where=write.where)
    [row] = [row async for row in asked.bridge.opened.source.aggregate(count)]
    return int(str(row["y_func"]))


async def _impact(asked: Asked, where: Predicate) -> list[Row]:
    """By table and effect. A count of `CAP` is "at least"."""
    found: dict[tuple[str, str], int] = {}
    for reached, count in plan_impact(asked.view, asked.actor, asked.table, where):
        [row] = [row async for row in asked.bridge.opened.source.aggregate(count)]
        key = (reached.table.name, reached.effect)
        found[key] = found.get(key, 0) + int(str(row["y_func"]))
    return [
        {"table": table, "effect": effect, "count": min(number, CAP), "capped": number > CAP}
        for (table, effect), number in found.items()
        if number
    ]


def _planned(asked: Asked, item: object, once: str) -> Insert | Failure:
    try:
        if not isinstance(item, dict):
            raise InvalidBody("An item is no JSON object.")
        return replace(plan_create(asked.view, asked.actor, asked.table, item), once=once)
    except Failure as failure:
        return failure


def _merged(planned: Sequence[Insert | Failure], found: Sequence[Row | Failure]) -> list[Row | Failure]:
    """What became of each item."""
    done = iter(found)
    return [plan if isinstance(plan, Failure) else next(done) for plan in planned]


def _raise_ended(planned: Sequence[Insert | Failure], found: Sequence[Row | Failure]) -> None:
    """Where whoever asks may not go on: that, and what became of the items before, without their rows."""
    ended = found[-1] if found else None
    if not isinstance(ended, RightEnded | AuthUnavailable):
        return
    at = [number for number, plan in enumerate(planned) if isinstance(plan, Insert)][len(found) - 1]
    told = map(_told, _merged(planned[:at], found))
    results = [{name: said for name, said in one.items() if name != "row"} for one in told]
    detail = f"Item {at}: {ended.detail} What the items before it have done stays done."
    raise type(ended)(detail, members={"results": results})


def _raise_first(items: Sequence[object]) -> None:
    """The first refusal, as that of the whole request; its pointers begin with the number of the item."""
    for number, item in enumerate(items):
        if isinstance(item, Failure):
            problems = [
                Problem(f"/{number}{problem.pointer}", problem.code, problem.detail)
                for problem in item.problems or (Problem("", item.code, item.detail),)
            ]
            raise type(item)(f"Item {number}: {item.detail} Nothing was stored.", problems=tuple(problems))


def _told(item: Row | Failure) -> Row:
    """As Jet Bridge tells it, with the row beside."""
    if not isinstance(item, Failure):
        return {"success": True, "row": item}
    errors: dict[str, list[str]] = {}
    for problem in item.problems:
        errors.setdefault(problem.pointer[1:], []).append(problem.detail)
    return {"success": False, "errors": errors or {"non_field_errors": [item.detail]}}
