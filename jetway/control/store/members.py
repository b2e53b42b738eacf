"""The members of a project, and what changes their access: bridges are told in the same transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from jetway.control.default_policy import OWNER
from jetway.control.store.changes import note_person, note_scripts
from jetway.control.store.ids import is_id
from jetway.control.store.people import Person
from jetway.control.store.sessions import end_sessions, renew_sessions
from jetway.control.store.tables import (
    api_tokens,
    environments,
    memberships,
    people,
    projects,
    sessions,
    user_tokens,
)
from jetway.core.errors import LastOwner, LimitReached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

MOST_MEMBERS = 1000


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a project. `seen_at`: when they last used any project."""

    person: Person
    role: str
    seen_at: int | None
    suspended: bool
    attributes: Mapping[str, Any]


async def members_of(connection: AsyncConnection, project: str) -> list[Membership]:
    """Everybody in a project, by name."""
    query = _memberships().where(memberships.c.project == project)
    rows = (await connection.execute(query.order_by(people.c.name, people.c.id))).all()
    return [_membership(row) for row in rows]


async def find_membership(connection: AsyncConnection, project: str, person: str) -> Membership | None:
    """One member of a project; `None` for somebody who is none."""
    if not is_id(person):
        return None
    query = _memberships().where(memberships.c.project == project, memberships.c.person == person)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _membership(row)


async def add_member(connection: AsyncConnection, person: str, project: str, role: str) -> None:
    """Make a person a member of a project that they are not in yet. Raises `LimitReached`."""
    await lock_project(connection, project)
    query = select(func.count()).where(memberships.c.project == project)
    if (await connection.execute(query)).scalar_one() >= MOST_MEMBERS:
        raise LimitReached(f"A project has at most {MOST_MEMBERS} members. Remove one first.")
    await connection.execute(insert(memberships).values(person=person, project=project, role=role))


async def lock_project(connection: AsyncConnection, project: str) -> None:
    """Keep others from changing the project's members until the transaction ends."""
    await connection.execute(select(projects.c.id).where(projects.c.id == project).with_for_update())


async def require_other_owner(connection: AsyncConnection, project: str, person: str) -> None:
    """Raises `LastOwner` where nobody else owns the project and can sign in. The project must be locked."""
    query = (
        select(memberships.c.person)
        .join(people, people.c.id == memberships.c.person)
        .where(memberships.c.project == project, memberships.c.role == OWNER)
        .where(memberships.c.person != person, people.c.suspended_at.is_(None))
        .limit(1)
    )
    if (await connection.execute(query)).first() is None:
        raise LastOwner("This is the project's last owner. Make somebody else an owner first.")


async def roles_held(connection: AsyncConnection, person: str) -> dict[str, str]:
    """The person's role in each of their projects, by the project's id; in the order in which to lock."""
    query = select(memberships.c.project, memberships.c.role).where(memberships.c.person == person)
    rows = (await connection.execute(query.order_by(memberships.c.project))).all()
    return {row.project: row.role for row in rows}


async def change_role(connection: AsyncConnection, project: str, person: str, role: str, now: int) -> None:
    """Put a member in another role."""
    change = update(memberships).where(memberships.c.project == project, memberships.c.person == person)
    await connection.execute(change.values(role=role, by_group=False))
    await renew_sessions(connection, person)
    await note_person(connection, person, now)
    await note_scripts(connection, person, now)


async def set_attributes(
    connection: AsyncConnection, project: str, person: str, attributes: Mapping[str, Any], now: int
) -> None:
    """Give a member these attributes in place of those they had. Bridges are told."""
    change = update(memberships).where(memberships.c.project == project, memberships.c.person == person)
    await connection.execute(change.values(attributes=json.dumps(attributes)))
    await note_person(connection, person, now)
    await note_scripts(connection, person, now)


async def remove_member(connection: AsyncConnection, project: str, person: str, now: int) -> None:
    """End a membership, and every User Token and API token that came from it."""
    await note_person(connection, person, now)
    await note_scripts(connection, person, now)
    theirs = select(sessions.c.id).where(sessions.c.person == person)
    here = select(environments.c.id).where(environments.c.project == project)
    await connection.execute(
        delete(user_tokens).where(user_tokens.c.session.in_(theirs), user_tokens.c.environment.in_(here))
    )
    await connection.execute(
        delete(api_tokens).where(api_tokens.c.person == person, api_tokens.c.environment.in_(here))
    )
    await connection.execute(
        delete(memberships).where(memberships.c.project == project, memberships.c.person == person)
    )


async def suspend(connection: AsyncConnection, person: str, now: int) -> None:
    """End a person's sessions, and let them begin none. Their API tokens rest meanwhile."""
    await note_person(connection, person, now)
    await note_scripts(connection, person, now)
    await connection.execute(update(people).where(people.c.id == person).values(suspended_at=now))
    await end_sessions(connection, person, now)


async def unsuspend(connection: AsyncConnection, person: str) -> None:
    """Let a person sign in again."""
    await connection.execute(update(people).where(people.c.id == person).values(suspended_at=None))


def _memberships() -> Select[tuple[str, str, str, int, int, str, str]]:
    return select(
        people.c.id,
        people.c.email,
        people.c.name,
        people.c.seen_at,
        people.c.suspended_at,
        memberships.c.role,
        memberships.c.attributes,
    ).join(memberships, memberships.c.person == people.c.id)


def _membership(row: Row[tuple[str, str, str, int, int, str, str]]) -> Membership:
    person = Person(row.id, row.email, row.name)
    suspended = row.suspended_at is not None
    return Membership(person, row.role, row.seen_at, suspended, json.loads(row.attributes))
