"""Keeping in touch with control: what it is told of the bridge, and what changes there, heard at once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import anyio

from jetway.core.errors import AuthUnavailable, BridgeMoved, NotEnrolled

if TYPE_CHECKING:
    from jetway.bridge.auth import Gate
    from jetway.bridge.directory import About, HttpDirectory
    from jetway.core.directory import Directory

AGAIN_S = 5.0
"""How long after a failure control is asked again. Grants end by their own time meanwhile."""

PRESENT_AGAIN_S = 30.0

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


async def present(directory: HttpDirectory, about: About) -> None:
    """Tell control where this bridge is, as often as it takes: owners unlock it, or say that it has moved."""
    while True:
        try:
            return await directory.present(about)
        except (NotEnrolled, BridgeMoved) as failure:
            log.critical("%s The bridge asks again in %g s.", failure.detail, PRESENT_AGAIN_S)
        except AuthUnavailable as failure:
            log.warning("%s The bridge presents itself again in %g s.", failure.detail, PRESENT_AGAIN_S)
        await anyio.sleep(PRESENT_AGAIN_S)
