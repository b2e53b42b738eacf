"""Writing rows, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from jetway.bridge import render
from jetway.bridge.asked import json_answer
from jetway.bridge.preconditions import changes_of, etag_of, versions
from jetway.core.change import Precondition, plan_create, plan_delete, plan_update, require_whole

if TYPE_CHECKING:
    from jetway.bridge.asked import Asked
    from jetway.core.query import Row


async def create_row(asked: Asked) -> Response:
    """A new row: 201, and the row as it is stored."""
    asked.require_no_parameters()
    write = plan_create(asked.view, asked.actor, asked.table, await asked.body())
    [row] = await asked.bridge.opened.source.write([write], asked.trail())
    return _row(row, 201)


async def update_row(asked: Asked) -> Response:
    """A change to one row; `PUT` wants every required column."""
    asked.require_no_parameters()
    columns, precondition = await changes_of(asked)
    if asked.request.method == "PUT":
        require_whole(asked.view, asked.table, columns)
    write = plan_update(asked.view, asked.actor, asked.table, asked.key, columns, precondition)
    [row] = await asked.bridge.opened.source.write([write], asked.trail())
    return _row(row)


async def delete_row(asked: Asked) -> Response:
    """The end of one row: 204."""
    asked.require_no_parameters()
    precondition = Precondition(versions(asked))
    write = plan_delete(asked.view, asked.actor, asked.table, asked.key, precondition)
    await asked.bridge.opened.source.write([write], asked.trail())
    return Response(status_code=204)


def _row(row: Row, status: int = 200) -> Response:
    answer = json_answer(render.row(row), status)
    answer.headers["ETag"] = etag_of(row)
    return answer
