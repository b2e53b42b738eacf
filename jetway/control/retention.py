"""Letting go of what control's audit has kept long enough."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import anyio

from jetway.control.store.audit import forget
from jetway.core.audit import moment_text
from jetway.core.errors import StoreUnavailable

if TYPE_CHECKING:
    from jetway.control.store import Store

AT_ONCE = 1000
DAY_S = 24 * 60 * 60
EVERY_S = 3600.0

log = logging.getLogger(__name__)


async def keep_forgetting(store: Store, days: int) -> None:
    """Delete lines older than `days` once an hour, for ever; none where it is 0."""
    while days:
        try:
            await forget_old(store, days)
        except StoreUnavailable as failure:
            log.warning("Old lines of control's audit could not be deleted: %s", failure.detail)
        await anyio.sleep(EVERY_S)


async def forget_old(store: Store, days: int) -> None:
    """Delete lines older than `days`, a few in each transaction, so that nobody waits for long."""
    before = moment_text(datetime.fromtimestamp(store.clock() - days * DAY_S, UTC))
    forgotten = AT_ONCE
    while forgotten:
        async with store.writing() as connection:
            forgotten = await forget(connection, before, AT_ONCE)
