"""The epoch: what a store said before it was put back from a backup is told from what it says since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select, update

from jetway.control.default_policy import OWNER
from jetway.control.store.ids import new_id
from jetway.control.store.tables import (
    api_tokens,
    bridges,
    enrolment_keys,
    enrolments,
    instance,
    invitations,
    memberships,
    people,
    sessions,
    tickets,
    user_tokens,
)

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def epoch_of(connection: AsyncConnection) -> str:
    """The epoch that the store is in."""
    return str((await connection.execute(select(instance.c.epoch))).scalar_one())


async def begin_epoch(connection: AsyncConnection, now: int) -> None:
    """End whatever lets anybody in: it may have been ended before, and the backup does not know.

    Sessions, tokens, links and codes end; bridges are locked. Passwords, passkeys and roles are as they were.
    """
    await connection.execute(update(instance).values(epoch=new_id()))
    for table in (user_tokens, sessions, tickets, invitations, enrolments, enrolment_keys):
        await connection.execute(delete(table))
    held = update(api_tokens).where(api_tokens.c.revoked_at.is_(None))
    await connection.execute(held.values(revoked_at=now))
    await connection.execute(update(bridges).where(bridges.c.locked_at.is_(None)).values(locked_at=now))


async def suspend_all_but_owners(connection: AsyncConnection, now: int) -> None:
    """Let nobody sign in who owns no project, until somebody lets them."""
    owns = exists().where(memberships.c.person == people.c.id, memberships.c.role == OWNER)
    suspend = update(people).where(~owns, people.c.suspended_at.is_(None))
    await connection.execute(suspend.values(suspended_at=now))
