"""User Tokens: minting them, and whose they are. Only digests are kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select

from jetway.control.default_policy import ranks
from jetway.control.store.ids import new_id
from jetway.control.store.members import find_membership
from jetway.control.store.people import Person
from jetway.control.store.sessions import IDLE_S, LIFE_S
from jetway.control.store.tables import environments, memberships, people, projects, sessions, user_tokens
from jetway.core.token import digest, mint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection

    from jetway.control.store.projects import Place
    from jetway.control.store.sessions import Session

CONTROL = "control"
"""The audience of tokens for control itself. Every other audience is a bridge's id."""

USER_TOKEN_S = 10 * 60


@dataclass(frozen=True, slots=True)
class ViewAs:
    """What a new token is to act as, in place of its own person: a role, or a member by their id."""

    role: str | None = None
    person: str | None = None


OWN = ViewAs()


@dataclass(frozen=True, slots=True)
class Viewed:
    """As whom somebody views the project: a member, or themselves in another role."""

    person: Person
    role: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A person at work in one project, in their only role there. `proved_at`: when they last proved who.

    `attributes`: what they were given in the project, for row rules. `viewed`: as whom they only look at it.
    """

    person: Person
    role: str
    project: str
    environment: str
    expires_at: int
    proved_at: int
    strong: bool
    attributes: Mapping[str, Any]
    viewed: Viewed | None = None


async def add_user_token(
    connection: AsyncConnection, session: Session, place: Place, audience: str, now: int, as_: ViewAs = OWN
) -> tuple[str, int]:
    """A new User Token, and the seconds it lives. The session's expired ones are forgotten on the way."""
    expired = delete(user_tokens).where(user_tokens.c.session == session.id, user_tokens.c.expires_at <= now)
    await connection.execute(expired)
    token = mint("jut_")
    expires_at = min(now + USER_TOKEN_S, session.ends_at)
    row = {"id": new_id(), "token_sha256": digest(token), "session": session.id, "audience": audience}
    new = insert(user_tokens).values(**row, environment=place.environment, expires_at=expires_at)
    await connection.execute(new.values(as_role=as_.role, as_person=as_.person))
    return token, expires_at - now


async def find_member(
    connection: AsyncConnection, token_sha256: str, audience: str, now: int
) -> Member | None:
    """Whose User Token this is, where it and its session hold and it was made for `audience`.

    The membership is looked up each time: removal and a change of role take effect at once, and so does a
    project's asking for a second factor.
    """
    query = (
        select(people.c.id, people.c.email, people.c.name, memberships.c.role)
        .add_columns(environments.c.project, user_tokens.c.environment, user_tokens.c.expires_at)
        .add_columns(sessions.c.proved_at, sessions.c.strong, memberships.c.attributes)
        .add_columns(user_tokens.c.as_role, user_tokens.c.as_person)
        .select_from(user_tokens)
        .join(sessions, sessions.c.id == user_tokens.c.session)
        .join(people, people.c.id == sessions.c.person)
        .join(environments, environments.c.id == user_tokens.c.environment)
        .join(projects, projects.c.id == environments.c.project)
        .join(memberships, memberships.c.project == environments.c.project)
        .where(memberships.c.person == people.c.id)
        .where(user_tokens.c.token_sha256 == token_sha256, user_tokens.c.audience == audience)
        .where(user_tokens.c.expires_at > now, sessions.c.seen_at > now - IDLE_S)
        .where(sessions.c.created_at > now - LIFE_S, people.c.suspended_at.is_(None))
        .where(or_(projects.c.second_factor.is_(False), sessions.c.strong))
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    person = Person(row.id, row.email, row.name)
    place = (row.role, row.project, row.environment)
    member = Member(person, *place, row.expires_at, row.proved_at, row.strong, json.loads(row.attributes))
    return await _viewing(connection, member, ViewAs(row.as_role, row.as_person))


async def _viewing(connection: AsyncConnection, member: Member, as_: ViewAs) -> Member | None:
    """The member, and as whom they view; `None` where they may not do so any longer."""
    if as_ == OWN:
        return member
    viewed = Viewed(member.person, as_.role or member.role, member.attributes)
    if as_.person is not None:
        found = await find_membership(connection, member.project, as_.person)
        if found is None or found.suspended:
            return None
        viewed = Viewed(found.person, found.role, found.attributes)
    return replace(member, viewed=viewed) if ranks(member.role, viewed.role) else None
