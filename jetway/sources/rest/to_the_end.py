"""What is begun at an app is ended, and noted, also for whoever does not wait for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable

Answer = TypeVar("Answer")


async def to_the_end(work: Awaitable[Answer]) -> Answer:
    """What `work` returns. Whoever is cancelled meanwhile is so behind its end.

    A shield of anyio's does not do that: it holds off no timeout of asyncio's.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        task.exception()  # looked at: nobody waits for it
        raise
