"""Following control: what ends a grant or changes the policy is heard at once, as long as control answers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import anyio

from jetway.core.errors import AuthUnavailable, NotEnrolled

if TYPE_CHECKING:
    from jetway.bridge.auth import Gate
    from jetway.core.directory import Directory

AGAIN_S = 5.0
"""How long after a failure control is asked again. Grants end by their own time meanwhile."""

log = logging.getLogger(__name__)


async def follow(directory: Directory, gate: Gate) -> None:
    """Hand every change to the gate, for ever."""
    after = None
    while True:
        try:
            changes = await directory.changes(after)
        except (AuthUnavailable, NotEnrolled) as failure:
            log.warning("%s Changes at control reach this bridge within a minute until then.", failure.detail)
            await anyio.sleep(AGAIN_S)
            continue
        if after is not None and changes.last < after and changes.epoch == gate.grants.epoch:
            log.critical("Control went back in time. Was its database put back? Run there: jetway restored.")
        gate.take(changes)
        after = changes.last
