"""Invitations to a project, one for each address. Only a code's digest is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from jetway.control.store.ids import is_id, new_id
from jetway.control.store.tables import invitations, people, projects
from jetway.core.errors import LimitReached
from jetway.core.token import digest

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

LIFE_S = 7 * 24 * 60 * 60
MOST_INVITATIONS = 200


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who may become a member. `invited_by`: the name of a person, "" for one who is gone."""

    id: str
    project: str
    project_name: str
    email: str
    email_key: str
    role: str
    invited_by: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation about to be made. `invited_by`: the id of a person."""

    project: str
    email: str
    email_key: str
    role: str
    invited_by: str


async def add_invitation(connection: AsyncConnection, new: NewInvitation, now: int) -> tuple[Invitation, str]:
    """The invitation and its code, in place of an earlier one to the address. Raises `LimitReached`.

    The project must be locked.
    """
    here = invitations.c.project == new.project
    await connection.execute(delete(invitations).where(here, invitations.c.email_key == new.email_key))
    if (await connection.execute(select(func.count()).where(here))).scalar_one() >= MOST_INVITATIONS:
        raise LimitReached(f"A project has at most {MOST_INVITATIONS} invitations. Revoke one first.")
    invitation, code = new_id(), secrets.token_urlsafe(32)
    await connection.execute(
        insert(invitations).values(
            id=invitation,
            project=new.project,
            email=new.email,
            email_key=new.email_key,
            role=new.role,
            code_sha256=digest(code),
            invited_by=new.invited_by,
            created_at=now,
            expires_at=now + LIFE_S,
        )
    )
    [added] = await _found(connection, _invitations().where(invitations.c.id == invitation))
    return added, code


async def renew_invitation(
    connection: AsyncConnection, invitation: Invitation, now: int
) -> tuple[Invitation, str]:
    """The same invitation with a new code and a new week. The code before ends."""
    code = secrets.token_urlsafe(32)
    this = invitations.c.id == invitation.id
    new = {"code_sha256": digest(code), "expires_at": now + LIFE_S}
    await connection.execute(update(invitations).where(this).values(**new))
    [renewed] = await _found(connection, _invitations().where(this))
    return renewed, code


async def invitations_of(connection: AsyncConnection, project: str) -> list[Invitation]:
    """A project's invitations by address, those too that have expired: they can be sent again."""
    query = _invitations().where(invitations.c.project == project)
    return await _found(connection, query.order_by(invitations.c.email_key))


async def find_invitation(connection: AsyncConnection, project: str, invitation: str) -> Invitation | None:
    """One invitation of a project."""
    if not is_id(invitation):
        return None
    query = _invitations().where(invitations.c.project == project, invitations.c.id == invitation)
    return next(iter(await _found(connection, query)), None)


async def invitation_by_code(connection: AsyncConnection, code: str, now: int) -> Invitation | None:
    """The invitation with that code, where it has not expired."""
    query = _invitations().where(invitations.c.code_sha256 == digest(code), invitations.c.expires_at > now)
    return next(iter(await _found(connection, query)), None)


async def invitations_to(connection: AsyncConnection, email_key: str, now: int) -> list[Invitation]:
    """The invitations to an address that have not expired, in the order in which to lock their projects."""
    query = _invitations().where(invitations.c.email_key == email_key, invitations.c.expires_at > now)
    return await _found(connection, query.order_by(invitations.c.project))


async def end_invitation(connection: AsyncConnection, invitation: Invitation) -> bool:
    """Accepted or revoked: it is gone. False where it was gone already."""
    ended = delete(invitations).where(invitations.c.id == invitation.id)
    return (await connection.execute(ended)).rowcount == 1


def _invitations() -> Select[tuple[str, str, str, str, str, str, str, int]]:
    columns = invitations.c
    return (
        select(columns.id, columns.project, projects.c.name.label("project_name"), columns.email)
        .add_columns(columns.email_key, columns.role, people.c.name.label("invited_by"), columns.expires_at)
        .join(projects, projects.c.id == columns.project)
        .outerjoin(people, people.c.id == columns.invited_by)
    )


async def _found(
    connection: AsyncConnection, query: Select[tuple[str, str, str, str, str, str, str, int]]
) -> list[Invitation]:
    return [_invitation(row) for row in (await connection.execute(query)).all()]


def _invitation(row: Row[tuple[str, str, str, str, str, str, str, int]]) -> Invitation:
    whose = (row.project, row.project_name, row.email, row.email_key)
    return Invitation(row.id, *whose, row.role, row.invited_by or "", row.expires_at)
