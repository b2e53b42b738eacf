"""Sessions of browsers. Only a session's digest is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, update

from jetway.control.store.changes import note_person
from jetway.control.store.ids import new_id
from jetway.control.store.people import Person
from jetway.control.store.tables import people, sessions, user_tokens
from jetway.core.token import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.ext.asyncio import AsyncConnection

IDLE_S = 12 * 60 * 60
LIFE_S = 7 * 24 * 60 * 60
SEEN_EVERY_S = 60
MOST_SESSIONS = 50


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that somebody signed in with. It ends `LIFE_S` after `created_at`, or when idle for too long.

    `proved_at`: when they last proved who they are. `renew`: its secret is to be replaced.
    `strong`: they showed a second factor, or a passkey.
    """

    id: str
    person: Person
    created_at: int
    seen_at: int
    proved_at: int
    address: str
    user_agent: str
    renew: bool
    strong: bool

    @property
    def ends_at(self) -> int:
        """When it ends however much it is used."""
        return self.created_at + LIFE_S


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session about to begin."""

    person: Person
    address: str
    user_agent: str
    strong: bool = False


async def open_session(connection: AsyncConnection, new: NewSession, now: int) -> str:
    """The secret of a new session. Those that have ended, and a person's oldest, are forgotten on the way."""
    person = new.person.id
    await connection.execute(
        delete(sessions).where(or_(sessions.c.seen_at <= now - IDLE_S, sessions.c.created_at <= now - LIFE_S))
    )
    oldest = select(sessions.c.id).where(sessions.c.person == person)
    oldest = oldest.order_by(sessions.c.seen_at.desc(), sessions.c.id).offset(MOST_SESSIONS - 1)
    await _end(connection, (await connection.execute(oldest)).scalars().all())
    secret = secrets.token_urlsafe(32)
    row = {
        "id": new_id(),
        "secret_sha256": digest(secret),
        "person": person,
        "renew": False,
        "strong": new.strong,
    }
    row |= {"created_at": now, "seen_at": now, "proved_at": now}
    row |= {"address": new.address[:64], "user_agent": new.user_agent[:400]}
    await connection.execute(insert(sessions).values(**row))
    await connection.execute(update(people).where(people.c.id == person).values(seen_at=now))
    return secret


async def find_session(connection: AsyncConnection, secret: str, now: int) -> Session | None:
    """The session with that secret, where it has not ended, and nobody suspended its person."""
    found = await _found(connection, now, sessions.c.secret_sha256 == digest(secret))
    return found[0] if found else None


async def sessions_of(connection: AsyncConnection, person: str, now: int) -> list[Session]:
    """A person's sessions that have not ended, the one used last first."""
    return await _found(connection, now, sessions.c.person == person)


async def mark_seen(connection: AsyncConnection, session: Session, now: int) -> None:
    """Let the idle time start anew."""
    await connection.execute(update(sessions).where(sessions.c.id == session.id).values(seen_at=now))
    await connection.execute(update(people).where(people.c.id == session.person.id).values(seen_at=now))


async def mark_proved(connection: AsyncConnection, session: str, now: int) -> None:
    """The person has just proved who they are."""
    await connection.execute(update(sessions).where(sessions.c.id == session).values(proved_at=now))


async def renew_sessions(connection: AsyncConnection, person: str) -> None:
    """Let every session of a person get another secret when its browser next asks who is signed in."""
    await connection.execute(update(sessions).where(sessions.c.person == person).values(renew=True))


async def renew_session(connection: AsyncConnection, session: Session) -> str:
    """Another secret for a session, in place of the one it has."""
    secret = secrets.token_urlsafe(32)
    change = update(sessions).where(sessions.c.id == session.id)
    await connection.execute(change.values(secret_sha256=digest(secret), renew=False))
    return secret


async def end_session(connection: AsyncConnection, secret: str, now: int) -> None:
    """End the session with that secret, where there is one, and every User Token made from it."""
    await _end_noted(connection, now, sessions.c.secret_sha256 == digest(secret))


async def end_session_of(connection: AsyncConnection, person: str, session: str, now: int) -> bool:
    """End one session of a person. False where they have none such."""
    return await _end_noted(connection, now, sessions.c.person == person, sessions.c.id == session)


async def end_sessions(connection: AsyncConnection, person: str, now: int, *, but: str = "") -> None:
    """End every session of a person but one, and every User Token made from them."""
    await _end_noted(connection, now, sessions.c.person == person, sessions.c.id != but)


async def _found(connection: AsyncConnection, now: int, which: ColumnElement[bool]) -> list[Session]:
    query = (
        select(sessions, people.c.email, people.c.name)
        .join(people, people.c.id == sessions.c.person)
        .where(which, sessions.c.seen_at > now - IDLE_S, sessions.c.created_at > now - LIFE_S)
        .where(people.c.suspended_at.is_(None))
        .order_by(sessions.c.seen_at.desc(), sessions.c.id)
    )
    return [_session(row) for row in (await connection.execute(query)).all()]


def _session(row: Row[*tuple[Any, ...]]) -> Session:
    person = Person(row.person, row.email, row.name)
    times = (row.created_at, row.seen_at, row.proved_at)
    return Session(row.id, person, *times, row.address, row.user_agent, row.renew, row.strong)


async def _end_noted(connection: AsyncConnection, now: int, *which: ColumnElement[bool]) -> bool:
    query = select(sessions.c.id, sessions.c.person).where(*which)
    found = (await connection.execute(query)).all()
    await _end(connection, [row.id for row in found])
    for person in {row.person for row in found}:
        await note_person(connection, person, now)
    return bool(found)


async def _end(connection: AsyncConnection, ids: Sequence[str]) -> None:
    await connection.execute(delete(user_tokens).where(user_tokens.c.session.in_(ids)))
    await connection.execute(delete(sessions).where(sessions.c.id.in_(ids)))
