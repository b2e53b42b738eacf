"""What bridges must hear of at once: whose grants ended, and that the policy changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, insert, or_, select

from jetway.control.store.tables import (
    api_tokens,
    changes,
    environments,
    memberships,
    sessions,
    user_tokens,
)

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

KEPT_S = 60 * 60


@dataclass(frozen=True, slots=True)
class Heard:
    """The changes behind a place in the log. `missed`: the log does not reach back to that place."""

    last: int
    actors: frozenset[str]
    missed: bool


async def note_person(connection: AsyncConnection, person: str, now: int) -> None:
    """Something about a person's tokens or roles changed, in every project that they are in.

    Nobody views as them any longer, nor they as anybody.
    """
    own = user_tokens.c.session.in_(select(sessions.c.id).where(sessions.c.person == person))
    viewing = or_(user_tokens.c.as_role.is_not(None), user_tokens.c.as_person.is_not(None))
    ended = or_(user_tokens.c.as_person == person, and_(own, viewing))
    await connection.execute(delete(user_tokens).where(ended))
    query = (
        select(environments.c.id)
        .join(memberships, memberships.c.project == environments.c.project)
        .where(memberships.c.person == person)
        .order_by(environments.c.id)
    )
    for environment in (await connection.execute(query)).scalars().all():
        await note_change(connection, environment, now, person)


async def note_scripts(connection: AsyncConnection, person: str, now: int) -> None:
    """Something about the API tokens that a person made changed."""
    query = select(api_tokens.c.id, api_tokens.c.environment).where(api_tokens.c.person == person)
    query = query.where(api_tokens.c.revoked_at.is_(None), api_tokens.c.expires_at > now)
    for row in (await connection.execute(query.order_by(api_tokens.c.environment, api_tokens.c.id))).all():
        await note_change(connection, row.environment, now, row.id)


async def note_change(
    connection: AsyncConnection, environment: str, now: int, actor: str | None = None
) -> None:
    """Something about an actor changed, or, without one, the policy.

    The environment is locked first: changes become visible in the order of their numbers.
    """
    locked = select(environments.c.id).where(environments.c.id == environment).with_for_update()
    await connection.execute(locked)
    newest = select(func.max(changes.c.id)).where(changes.c.environment == environment).scalar_subquery()
    old = delete(changes).where(changes.c.environment == environment, changes.c.created_at < now - KEPT_S)
    await connection.execute(old.where(changes.c.id != newest))
    await connection.execute(insert(changes).values(environment=environment, actor=actor, created_at=now))


async def changes_after(connection: AsyncConnection, environment: str, after: int | None) -> Heard:
    """What happened behind `after`; `None`, for one who has heard nothing yet: where the log stands.

    The row of `after` is kept as long as any later one, so that its absence tells a gap.
    """
    here = changes.c.environment == environment
    last = (await connection.execute(select(func.max(changes.c.id)).where(here))).scalar_one() or 0
    if after is None or after == last:
        return Heard(last, frozenset(), missed=after is None)
    query = select(changes.c.id, changes.c.actor).where(here, changes.c.id >= after)
    rows = (await connection.execute(query)).all()
    actors = frozenset(row.actor for row in rows if row.actor is not None and row.id > after)
    return Heard(last, actors, missed=all(row.id != after for row in rows))
