"""Who a person is at an OpenID provider, and which groups there have which role in which project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from jetway.control.default_policy import OWNER
from jetway.control.store.members import add_member, change_role, lock_project, remove_member, set_attributes
from jetway.control.store.tables import group_roles, identities, memberships
from jetway.core.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection


async def person_by_identity(connection: AsyncConnection, issuer: str, subject: str) -> str | None:
    """Whose identity this is."""
    query = select(identities.c.person)
    query = query.where(identities.c.issuer == issuer, identities.c.subject == subject)
    return (await connection.execute(query)).scalar_one_or_none()


async def add_identity(connection: AsyncConnection, issuer: str, subject: str, person: str, now: int) -> None:
    """Let the identity be a person's. Raises `Conflict` where it is another's."""
    row = {"issuer": issuer, "subject": subject, "person": person, "created_at": now}
    try:
        await connection.execute(insert(identities).values(**row))
    except IntegrityError:
        raise Conflict("This sign-in belongs to an account already.") from None


async def identities_of(connection: AsyncConnection, person: str) -> list[str]:
    """The issuers that know a person."""
    query = select(identities.c.issuer).where(identities.c.person == person).distinct()
    return list((await connection.execute(query)).scalars())


async def group_roles_of(connection: AsyncConnection, project: str) -> list[tuple[str, str]]:
    """A project's groups and their roles, the one that counts first first."""
    query = select(group_roles.c.group_name, group_roles.c.role).where(group_roles.c.project == project)
    rows = (await connection.execute(query.order_by(group_roles.c.position))).all()
    return [(row.group_name, row.role) for row in rows]


async def save_group_roles(
    connection: AsyncConnection, project: str, pairs: Sequence[tuple[str, str]]
) -> None:
    """Let these be the project's groups and their roles."""
    await connection.execute(delete(group_roles).where(group_roles.c.project == project))
    rows = [
        {"project": project, "position": position, "group_name": group, "role": role}
        for position, (group, role) in enumerate(pairs)
    ]
    if rows:
        await connection.execute(insert(group_roles), rows)


async def roles_by_group(connection: AsyncConnection, groups: Collection[str]) -> dict[str, str]:
    """The role that each project gives to somebody in these groups, by the project's id."""
    query = select(group_roles.c.project, group_roles.c.role).where(group_roles.c.group_name.in_(groups))
    query = query.order_by(group_roles.c.project, group_roles.c.position.desc())
    return {row.project: row.role for row in (await connection.execute(query)).all()}


async def apply_groups(
    connection: AsyncConnection, person: str, roles: dict[str, str], now: int
) -> dict[str, str | None]:
    """Give, change and take the memberships that come from groups. Owners stay, and what people gave.

    Returns the new role, `None` for no longer any, in each project where it is another one than before.
    """
    changed: dict[str, str | None] = {}
    query = select(memberships.c.project, memberships.c.role, memberships.c.by_group)
    held = {
        row.project: row for row in (await connection.execute(query.where(memberships.c.person == person)))
    }
    for project in sorted(roles.keys() | held.keys()):
        await lock_project(connection, project)
        role, have = roles.get(project), held.get(project)
        if have is not None and (not have.by_group or have.role in (OWNER, role)):
            continue
        if role is None:
            await remove_member(connection, project, person, now)
        elif have is None:
            await add_member(connection, person, project, role)
        else:
            await change_role(connection, project, person, role, now)
        this = (memberships.c.person == person, memberships.c.project == project)
        await connection.execute(update(memberships).where(*this).values(by_group=True))
        changed[project] = role
    return changed


async def apply_claims(
    connection: AsyncConnection, person: str, names: Collection[str], given: dict[str, Any], now: int
) -> dict[str, dict[str, Any]]:
    """Let `given` be all that a person has of the attributes `names`, in every project; others stay.

    Returns all attributes that they now have in each project where they are others than before.
    """
    changed = {}
    query = select(memberships.c.project, memberships.c.attributes).where(memberships.c.person == person)
    for row in (await connection.execute(query.order_by(memberships.c.project))).all():
        held = json.loads(row.attributes)
        kept = {name: value for name, value in held.items() if name not in names}
        if kept | given != held:
            changed[row.project] = kept | given
            await set_attributes(connection, row.project, person, kept | given, now)
    return changed
