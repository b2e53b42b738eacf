"""Writing rows, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from jetway.bridge import render
from jetway.bridge.asked import json_answer
from jetway.bridge.reads import get_row
from jetway.core.change import plan_create, plan_delete, plan_update

if TYPE_CHECKING:
    from jetway.bridge.asked import Asked


async def create_row(asked: Asked) -> Response:
    """A new row: 201, and the row as it is stored."""
    asked.require_no_parameters()
    write = plan_create(asked.view, asked.actor, asked.table, await asked.body())
    [row] = await asked.bridge.opened.source.write([write])
    return json_answer(render.row(row), 201)


async def update_row(asked: Asked) -> Response:
    """A change to one row; `PUT` wants every required column."""
    asked.require_no_parameters()
    whole = asked.request.method == "PUT"
    body = await asked.body()
    write = plan_update(asked.view, asked.actor, asked.table, asked.key, body, whole=whole)
    if not write.values:
        return await get_row(asked)
    [row] = await asked.bridge.opened.source.write([write])
    return json_answer(render.row(row))


async def delete_row(asked: Asked) -> Response:
    """The end of one row: 204."""
    asked.require_no_parameters()
    write = plan_delete(asked.view, asked.actor, asked.table, asked.key)
    await asked.bridge.opened.source.write([write])
    return Response(status_code=204)
