"""Sessions of browsers. Only a session's digest is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select, update

from jetway.control.store.changes import note_person
from jetway.control.store.ids import new_id
from jetway.control.store.people import Person
from jetway.control.store.tables import people, sessions, user_tokens
from jetway.core.token import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

IDLE_S = 12 * 60 * 60
LIFE_S = 7 * 24 * 60 * 60
SEEN_EVERY_S = 60


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that somebody signed in with. It ends at `ends_at`, or when it is idle for too long."""

    id: str
    person: Person
    ends_at: int
    seen_at: int


async def open_session(connection: AsyncConnection, person: Person, now: int) -> str:
    """The secret of a new session. Sessions that have ended are forgotten on the way."""
    await connection.execute(
        delete(sessions).where(or_(sessions.c.seen_at <= now - IDLE_S, sessions.c.created_at <= now - LIFE_S))
    )
    secret = secrets.token_urlsafe(32)
    await connection.execute(
        insert(sessions).values(
            id=new_id(), secret_sha256=digest(secret), person=person.id, created_at=now, seen_at=now
        )
    )
    await connection.execute(update(people).where(people.c.id == person.id).values(seen_at=now))
    return secret


async def find_session(connection: AsyncConnection, secret: str, now: int) -> Session | None:
    """The session with that secret, where it has not ended, and nobody suspended its person."""
    query = (
        select(sessions.c.id, sessions.c.created_at, sessions.c.seen_at, sessions.c.person)
        .add_columns(people.c.email, people.c.name)
        .join(people, people.c.id == sessions.c.person)
        .where(sessions.c.secret_sha256 == digest(secret))
        .where(sessions.c.seen_at > now - IDLE_S, sessions.c.created_at > now - LIFE_S)
        .where(people.c.suspended_at.is_(None))
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    person = Person(row.person, row.email, row.name)
    return Session(row.id, person, row.created_at + LIFE_S, row.seen_at)


async def mark_seen(connection: AsyncConnection, session: Session, now: int) -> None:
    """Let the idle time start anew."""
    await connection.execute(update(sessions).where(sessions.c.id == session.id).values(seen_at=now))
    await connection.execute(update(people).where(people.c.id == session.person.id).values(seen_at=now))


async def end_session(connection: AsyncConnection, secret: str, now: int) -> None:
    """End the session with that secret, where there is one, and every User Token made from it."""
    query = select(sessions.c.id, sessions.c.person).where(sessions.c.secret_sha256 == digest(secret))
    found = (await connection.execute(query)).one_or_none()
    if found is None:
        return
    await _end(connection, [found.id])
    await note_person(connection, found.person, now)


async def end_sessions(connection: AsyncConnection, person: str, now: int, *, but: str = "") -> None:
    """End every session of a person but one, and every User Token made from them."""
    query = select(sessions.c.id).where(sessions.c.person == person, sessions.c.id != but)
    await _end(connection, (await connection.execute(query)).scalars().all())
    await note_person(connection, person, now)


async def _end(connection: AsyncConnection, ids: Sequence[str]) -> None:
    await connection.execute(delete(user_tokens).where(user_tokens.c.session.in_(ids)))
    await connection.execute(delete(sessions).where(sessions.c.id.in_(ids)))
