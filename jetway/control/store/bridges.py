"""Bridges: where each stands, what it calls itself, and by which Project Token it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, or_, select, update

from jetway.control.store.ids import is_id, new_id
from jetway.control.store.projects import Place
from jetway.control.store.tables import bridges, environments
from jetway.core.token import digest, mint

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

OVERLAP_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What a bridge says about itself. `url` is empty where it answers under control's own origin."""

    name: str
    url: str
    engine: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """A bridge that control knows."""

    id: str
    place: Place
    facts: Facts


async def add_bridge(connection: AsyncConnection, place: Place, facts: Facts, now: int) -> tuple[str, str]:
    """The id and the Project Token of a new bridge. The token is told this once."""
    bridge, token = new_id(), mint("jpt_")
    row = {"id": bridge, "environment": place.environment, "token_sha256": digest(token), "created_at": now}
    await connection.execute(
        insert(bridges).values(**row, name=facts.name, url=facts.url, engine=facts.engine)
    )
    return bridge, token


async def bridge_by_token(connection: AsyncConnection, token: str, now: int) -> Bridge | None:
    """The bridge with that Project Token, or with that as the one before, while both hold."""
    sha256 = digest(token)
    current = bridges.c.token_sha256 == sha256
    previous = and_(bridges.c.previous_token_sha256 == sha256, bridges.c.previous_expires_at > now)
    query = (
        select(bridges.c.id, bridges.c.name, bridges.c.url, bridges.c.engine, bridges.c.environment)
        .add_columns(environments.c.project)
        .join(environments, environments.c.id == bridges.c.environment)
        .where(or_(current, previous))
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    return Bridge(row.id, Place(row.project, row.environment), Facts(row.name, row.url, row.engine))


async def rotate_project_token(connection: AsyncConnection, bridge: str, now: int) -> str:
    """A new Project Token. The one before holds for another day, so that no request falls between."""
    token = mint("jpt_")
    await connection.execute(
        update(bridges)
        .where(bridges.c.id == bridge)
        .values(
            previous_token_sha256=bridges.c.token_sha256,
            previous_expires_at=now + OVERLAP_S,
            token_sha256=digest(token),
        )
    )
    return token


async def change_facts(connection: AsyncConnection, bridge: str, facts: Facts) -> None:
    """Take what the bridge now says about itself."""
    change = update(bridges).where(bridges.c.id == bridge)
    await connection.execute(change.values(name=facts.name, url=facts.url, engine=facts.engine))


async def bridges_of(connection: AsyncConnection, environment: str) -> list[tuple[str, Facts]]:
    """The bridges of an environment by id, oldest first."""
    query = select(bridges.c.id, bridges.c.name, bridges.c.url, bridges.c.engine)
    query = query.where(bridges.c.environment == environment).order_by(bridges.c.created_at, bridges.c.id)
    rows = (await connection.execute(query)).all()
    return [(row.id, Facts(row.name, row.url, row.engine)) for row in rows]


async def has_bridge(connection: AsyncConnection, place: Place, bridge: str) -> bool:
    """Whether the bridge stands in that place."""
    if not is_id(bridge):
        return False
    query = select(bridges.c.id)
    query = query.where(bridges.c.id == bridge, bridges.c.environment == place.environment)
    return (await connection.execute(query)).first() is not None


async def bridge_urls(connection: AsyncConnection) -> list[str]:
    """The addresses of all bridges that have one of their own."""
    query = select(bridges.c.url).where(bridges.c.url != "").distinct()
    return list((await connection.execute(query)).scalars())


async def forget_own_bridges(connection: AsyncConnection) -> None:
    """Forget the bridges that answer under control's own address: there is one at a time."""
    await connection.execute(delete(bridges).where(bridges.c.url == ""))
