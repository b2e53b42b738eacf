"""Locking a bridge whose Project Token turned up where it should not be, and telling its owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.control.default_policy import OWNER
from jetway.control.letters import lock_letter
from jetway.control.store.audit import Deed, write_line
from jetway.control.store.bridges import Bridge, lock_bridge
from jetway.control.store.members import members_of
from jetway.control.store.project_tokens import presented
from jetway.control.store.projects import project_name
from jetway.core.audit import Author, Way
from jetway.core.errors import BridgeLocked, TokenInvalid

if TYPE_CHECKING:
    from jetway.control.desk import Desk


async def bridge_known_by(desk: Desk, token: str) -> Bridge:
    """The bridge with that Project Token. Raises `TokenInvalid`, `BridgeLocked`.

    Replicas learn the newest token within hours, so whoever shows one that was replaced over a day ago, or
    before the one before, has it from a copy: of the database, of a disk, or of a backup.
    """
    async with desk.store.reading() as connection:
        found = await presented(connection, token, desk.store.now())
    if found is None:
        raise TokenInvalid("The token is not valid here. Connect the bridge again.")
    if found.spent:
        await _lock(desk, found.bridge)
    if not found.holds:
        raise BridgeLocked("The bridge is locked. An owner unlocks it in the settings, or connects it anew.")
    return found.bridge


async def _lock(desk: Desk, bridge: Bridge) -> None:
    """Lock the bridge where it is not yet: a line of the audit, and a mail to every owner, tell of it."""
    author = Author(bridge.id, bridge.facts.name, "bridge", Way.TOKEN)
    deed = Deed(author, "bridges.lock", bridge.place.project, bridge.id)
    async with desk.store.writing() as connection:
        if locked := await lock_bridge(connection, bridge.id, desk.store.now()):
            await write_line(connection, desk.store.clock, deed)
    if locked and desk.mailer.on:
        desk.mailer.later(_tell_owners(desk, bridge))


async def _tell_owners(desk: Desk, bridge: Bridge) -> None:
    async with desk.store.reading() as connection:
        members = await members_of(connection, bridge.place.project)
        project = await project_name(connection, bridge.place.project)
    link = desk.config.link("settings/bridges")
    for owner in members:
        if owner.role == OWNER and not owner.suspended:
            await desk.mailer.send(lock_letter(owner.person.email, project, bridge.facts.name, link))
