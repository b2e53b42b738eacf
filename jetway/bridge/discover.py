"""What Jet Bridge's clients ask of a source before they use it: does it answer, what is in it, look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge import render
from jetway.bridge.asked import json_answer

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked


async def connection(_: Asked) -> Response:
    """The source answers: it was described just now, for this request."""
    return json_answer(b'{"status":true}')


async def tables(asked: Asked) -> Response:
    """The names of the tables that the caller may see. There is no limit to their number."""
    return json_answer(render.row({"tables": sorted(asked.view.tables), "max_tables": None}))


async def reload(asked: Asked) -> Response:
    """Describe the source again now, for who may change what it consists of."""
    await asked.bridge.opened.described_again()
    return json_answer(b'{"success":true}')
