"""Statements that end: by themselves, at their deadline, or with their caller, and in the database too."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

import anyio

from jetway.sources.sql.failures import timeout

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Result = TypeVar("Result")

AGAIN_S = 0.05
GRACE_S = 0.5
"""How much longer than the database's own limit a statement may take before the network is to blame."""

GIVE_UP_S = 1.0
"""How long the database is asked to stop before its connection is given up."""


async def interruptible(
    work: Awaitable[Result], interrupt: Callable[[], Awaitable[None]], statement_s: float
) -> Result:
    """What `work` returns. Past its time, or where the caller is cancelled, `interrupt` until it has ended.

    The drivers' own handling of a cancelled task leaves a connection half way through its protocol.
    `interrupt` never raises. Raises `QueryTimeout`.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait([task], timeout=statement_s + GRACE_S)
    except asyncio.CancelledError:
        await ended(task, interrupt)
        raise
    if task.done():
        return task.result()
    await ended(task, interrupt)
    raise timeout()


async def ended(task: asyncio.Future[Result], interrupt: Callable[[], Awaitable[None]]) -> None:
    """Return once `task` is done. A database that no longer hears is not waited for."""
    give_up_s = time.monotonic() + GIVE_UP_S
    with anyio.CancelScope(shield=True):
        while not task.done():
            if time.monotonic() < give_up_s:
                await interrupt()
            else:
                task.cancel()
            await asyncio.wait([task], timeout=AGAIN_S)
    if not task.cancelled():
        task.exception()  # asked for, lest asyncio reports it as never retrieved
