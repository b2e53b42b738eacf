"""The history of one row, and putting back what an event changed, with the rights of whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge import audit, render
from jetway.bridge.asked import json_answer
from jetway.bridge.preconditions import etag_of, versions
from jetway.core import values
from jetway.core.audit import Action, Way, key_of, key_text
from jetway.core.audit_view import shown
from jetway.core.change import Precondition, plan_create, plan_update
from jetway.core.errors import InvalidBody, NoKey, NothingToRestore, UnknownEvent, UnknownRow
from jetway.core.expr import TRUE, Compare, Op, both
from jetway.core.plan import plan_get
from jetway.core.query import Query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.core.expr import Predicate
    from jetway.core.query import Insert, Update


async def row_history(asked: Asked) -> Response:
    """What was done to one row, newest first; also of one that is deleted, unless rows are hidden."""
    return await audit.page(asked, asked.parameters(), await _of_row(asked))


async def restore(asked: Asked) -> Response:
    """Put back what an event changed: the columns that the body names, or all that the actor may set.

    A deleted row is made anew: 201. Else it is an ordinary change, with `If-Match` if one was sent.
    """
    asked.require_no_parameters()
    wanted = _wanted(await asked.body())
    event = await _event(asked)
    seen, before = asked.view[asked.table], event.get("from", {})
    assert isinstance(before, dict)
    write: Insert | Update
    if event["action"] == Action.DELETE:
        body = _chosen(before, wanted, seen.creatable)
        write = plan_create(asked.view, asked.actor, asked.table, body)
    else:
        body = _chosen(before, wanted, seen.updatable)
        precondition = Precondition(versions(asked))
        write = plan_update(asked.view, asked.actor, asked.table, asked.key, body, precondition)
    [row] = await asked.bridge.opened.source.write([write], asked.trail(Way.RESTORE))
    answer = json_answer(render.row(row), 201 if event["action"] == Action.DELETE else 200)
    answer.headers["ETag"] = etag_of(row)
    return answer


async def _of_row(asked: Asked) -> Predicate:
    """The lines of the row. Raises `UnknownRow` where the actor may not know of it."""
    seen = asked.view[asked.table]
    if seen.table.mark is not None:
        raise NoKey(f"{asked.table} has no key, so that its rows have no history of their own.")
    keys = {await _key(asked, rule_holds=seen.rule == TRUE)}
    kept = asked.bridge.audit
    return both(kept.of_table(asked.table), Compare(kept.column("row_key"), Op.IN, tuple(keys)))


async def _key(asked: Asked, *, rule_holds: bool) -> str:
    """The key as lines have it: of the row, or, where it may be gone, as it was sent."""
    read = plan_get(asked.view, asked.actor, Query(asked.table), asked.key)
    rows = [row async for row in asked.bridge.opened.source.read(read)]
    if rows:
        return key_of(read.table, rows[0])
    if not rule_holds:
        raise UnknownRow(f"{asked.table} has no such row.")
    named = zip(read.table.key_columns, asked.key, strict=True)
    try:
        return key_text([values.read_text(column, text) for column, text in named])
    except values.ValueRefused:
        raise UnknownRow(f"{asked.table} has no such row.") from None


async def _event(asked: Asked) -> Mapping[str, object]:
    """The event that the path names, as the actor may see it. Raises `UnknownEvent`."""
    text = asked.path[3]
    kept = asked.bridge.audit
    if text.isascii() and text.isdecimal() and len(text) <= 18:
        where = both(await _of_row(asked), Compare(kept.column("number"), Op.EQ, int(text)))
        async for line in kept.lines(where, 1):
            event = shown(asked.view, line)
            if event is not None:
                return event
    raise UnknownEvent("The row's history has no such event. GET …/history/ lists them.")


def _wanted(body: Mapping[str, object]) -> list[str] | None:
    """`{"columns": […]}`, or `{}` for all. Raises `InvalidBody`."""
    columns = body.get("columns")
    listed = isinstance(columns, list) and all(isinstance(name, str) for name in columns)
    if body.keys() - {"columns"} or not (columns is None or (listed and columns)):
        raise InvalidBody('Send {"columns": ["name", …]}, or {} for all that you may set.')
    return columns if isinstance(columns, list) else None


def _chosen(
    before: Mapping[str, object], wanted: list[str] | None, allowed: frozenset[str]
) -> dict[str, object]:
    """What to set, by column. Raises `NothingToRestore` for what was not kept."""
    names = [name for name in before if name in allowed] if wanted is None else wanted
    missing = [name for name in names if name not in before]
    cut = [name for name in names if name in before and _is_cut(before[name])]
    if missing or cut or not names:
        listed = ", ".join(missing + cut) or "anything that you may set"
        raise NothingToRestore(f"The event did not keep {listed}. Take an event that did, or set it by hand.")
    return {name: before[name] for name in names}


def _is_cut(value: object) -> bool:
    """Whether only the size of a large value was kept."""
    return isinstance(value, dict) and value.keys() == {"$bytes"}
