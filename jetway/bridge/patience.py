"""How long an answer is worked on: within the time limit, and only while the client is there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from jetway.core.errors import Failure, QueryTimeout

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from starlette.types import Receive

    from jetway.bridge.still_allowed import Look

Answer = TypeVar("Answer")

UNWATCHED_S = 0.02
"""Most answers are there by then. A task that watches the connection would cost as much as they do."""

LOOK_EVERY_S = 0.5


async def answered(
    work: Awaitable[Answer], receive: Receive, within_s: float, look: Look | None = None
) -> Answer | None:
    """What `work` returns; `None` for a client that left, whose work is cancelled.

    Raises `QueryTimeout`, and whatever `look` raises while the work goes on.
    """
    watches: list[asyncio.Task[None]] = []
    refusals: list[Failure] = []
    loop = asyncio.get_running_loop()
    limit = asyncio.timeout(None)

    def begin_to_watch() -> None:
        limit.reschedule(loop.time() + within_s - UNWATCHED_S)
        watches.append(loop.create_task(_watch(receive, limit)))
        if look is not None:
            watches.append(loop.create_task(_keep_looking(look, limit, refusals)))

    timer = loop.call_later(UNWATCHED_S, begin_to_watch)
    try:
        async with limit:
            return await work
    except (TimeoutError, Failure):  # what was ended may fail by that
        if not limit.expired():
            raise
    finally:
        timer.cancel()
        for watch in watches:
            watch.cancel()
    for refusal in refusals:
        raise refusal
    if any(watch.done() for watch in watches):
        return None
    raise QueryTimeout(f"The source did not answer within {within_s:g} s.")


async def _watch(receive: Receive, limit: asyncio.Timeout) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    _end(limit)


async def _keep_looking(look: Look, limit: asyncio.Timeout, refusals: list[Failure]) -> None:
    try:
        while True:
            await look()
            await asyncio.sleep(LOOK_EVERY_S)
    except Failure as failure:
        refusals.append(failure)
        _end(limit)


def _end(limit: asyncio.Timeout) -> None:
    if not limit.expired():
        limit.reschedule(asyncio.get_running_loop().time())
