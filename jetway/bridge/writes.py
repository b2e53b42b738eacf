"""Writing rows, one at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response

from jetway.bridge import render
from jetway.bridge.asked import json_answer
from jetway.bridge.once import key_in, made
from jetway.bridge.preconditions import changes_of, etag_of, versions
from jetway.core.change import Precondition, plan_create, plan_delete, plan_update, require_whole
from jetway.core.query import Insert

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.asked import Asked
    from jetway.core.query import Row, Write


async def create_row(asked: Asked) -> Response:
    """A new row: 201, and the row as it is stored."""
    asked.require_no_parameters()
    write = plan_create(asked.view, asked.actor, asked.table, await asked.body())
    return await _made(asked, write, lambda row: _row(row, 201))


async def update_row(asked: Asked) -> Response:
    """A change to one row; `PUT` wants every required column."""
    asked.require_no_parameters()
    columns, precondition = await changes_of(asked)
    if asked.request.method == "PUT":
        require_whole(asked.view, asked.table, columns)
    write = plan_update(asked.view, asked.actor, asked.table, asked.key, columns, precondition)
    return await _made(asked, write, _row)


async def delete_row(asked: Asked) -> Response:
    """The end of one row: 204."""
    asked.require_no_parameters()
    precondition = Precondition(versions(asked))
    write = plan_delete(asked.view, asked.actor, asked.table, asked.key, precondition)
    return await _made(asked, write, lambda _: Response(status_code=204))


async def _made(asked: Asked, write: Write, tell: Callable[[Row], Response]) -> Response:
    """What `tell` makes of the row as it is then."""
    source = asked.bridge.opened.source

    def told(done: list[Row]) -> Response:
        asked.bridge.neighbours.rows.forget(asked.bridge.scope.name, asked.table)
        return tell(done[0])

    if isinstance(write, Insert) and write.table.once:
        return told(await source.write([replace(write, once=key_in(asked))], asked.trail()))
    return await made(asked, partial(source.write, [write], asked.trail()), told)


def _row(row: Row, status: int = 200) -> Response:
    answer = json_answer(render.row(row), status)
    answer.headers["ETag"] = etag_of(row)
    return answer
