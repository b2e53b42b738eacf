"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.control.answers import json_answer

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk


async def alive(_desk: Desk, _request: Request, _caller: None) -> Response:
    """200 while the process answers."""
    return json_answer({"status": "ok"})


async def ready(desk: Desk, _request: Request, _caller: None) -> Response:
    """200 while the store answers; raises `StoreUnavailable`."""
    await desk.store.ping()
    return json_answer({"status": "ok"})
