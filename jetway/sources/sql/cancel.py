"""Statements that end in the database too when their caller is cancelled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import anyio

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Result = TypeVar("Result")

AGAIN_S = 0.05


async def interruptible(work: Awaitable[Result], interrupt: Callable[[], Awaitable[None]]) -> Result:
    """What `work` returns. Where the caller is cancelled, `interrupt` until `work` has ended.

    The drivers' own handling of a cancelled task leaves a connection half way through its protocol.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with anyio.CancelScope(shield=True):
            while not task.done():
                await interrupt()
                await asyncio.wait([task], timeout=AGAIN_S)
        if not task.cancelled():
            task.exception()  # asked for, lest asyncio reports it as never retrieved
        raise
