"""Bridges: where each stands, what it is called, and by which Project Token it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from jetway.control.store.ids import is_id, new_id
from jetway.control.store.projects import Place
from jetway.control.store.tables import bridges, environments, user_tokens
from jetway.core.token import digest, mint

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

SEEN_EVERY_S = 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What a bridge says about itself. `url` is empty where it answers under control's own origin."""

    name: str
    url: str
    engine: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """A bridge that control knows. `facts.name` is the name that people gave it, where they did.

    `token_sha256`: the digest of its newest Project Token. `locked_at`: since when none is let in.
    """

    id: str
    place: Place
    facts: Facts
    created_at: int
    seen_at: int | None
    token_sha256: str
    locked_at: int | None


async def add_bridge(connection: AsyncConnection, place: Place, facts: Facts, now: int) -> tuple[str, str]:
    """The id and the Project Token of a new bridge. The token is told this once."""
    bridge, token = new_id(), mint("jpt_")
    row = {"id": bridge, "environment": place.environment, "token_sha256": digest(token), "created_at": now}
    await connection.execute(
        insert(bridges).values(**row, name=facts.name, url=facts.url, engine=facts.engine)
    )
    return bridge, token


async def lock_bridge(connection: AsyncConnection, bridge: str, now: int) -> bool:
    """Let a bridge in no more, by whichever token. False where it was locked already."""
    lock = update(bridges).where(bridges.c.id == bridge, bridges.c.locked_at.is_(None))
    return (await connection.execute(lock.values(locked_at=now))).rowcount == 1


async def unlock_bridge(connection: AsyncConnection, bridge: str) -> None:
    """Let a bridge in again by its newest token."""
    await connection.execute(update(bridges).where(bridges.c.id == bridge).values(locked_at=None))


async def find_bridge(connection: AsyncConnection, project: str, bridge: str) -> Bridge | None:
    """One bridge of a project."""
    if not is_id(bridge):
        return None
    query = bridge_columns().where(bridges.c.id == bridge, environments.c.project == project)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else bridge_of(row)


async def bridges_in(connection: AsyncConnection, places: Collection[str]) -> list[Bridge]:
    """The bridges of these environments, oldest first."""
    query = bridge_columns().where(bridges.c.environment.in_(places))
    rows = (await connection.execute(query.order_by(bridges.c.created_at, bridges.c.id))).all()
    return [bridge_of(row) for row in rows]


async def change_facts(connection: AsyncConnection, bridge: str, facts: Facts) -> None:
    """Take what the bridge now says about itself."""
    change = update(bridges).where(bridges.c.id == bridge)
    await connection.execute(change.values(name=facts.name, url=facts.url, engine=facts.engine))


async def move_bridge(connection: AsyncConnection, bridge: str, url: str) -> None:
    """Let browsers find a bridge at another address."""
    await connection.execute(update(bridges).where(bridges.c.id == bridge).values(url=url))


async def rename_bridge(connection: AsyncConnection, bridge: str, name: str) -> None:
    """Give a bridge a name; with "", it goes by its own again."""
    change = update(bridges).where(bridges.c.id == bridge)
    await connection.execute(change.values(given_name=name or None))


async def mark_seen(connection: AsyncConnection, bridge: str, now: int) -> None:
    """Note when a bridge was last heard of."""
    await connection.execute(update(bridges).where(bridges.c.id == bridge).values(seen_at=now))


async def remove_bridge(connection: AsyncConnection, bridge: str) -> None:
    """Forget a bridge: its Project Token, and every User Token made for it, end at once."""
    await connection.execute(delete(user_tokens).where(user_tokens.c.audience == bridge))
    await connection.execute(delete(bridges).where(bridges.c.id == bridge))


async def bridge_urls(connection: AsyncConnection) -> list[str]:
    """The addresses of all bridges that have one of their own."""
    query = select(bridges.c.url).where(bridges.c.url != "").distinct()
    return list((await connection.execute(query)).scalars())


async def forget_own_bridges(connection: AsyncConnection) -> None:
    """Forget the bridges that answer under control's own address: there is one at a time."""
    await connection.execute(delete(bridges).where(bridges.c.url == ""))


def bridge_columns() -> Select[*tuple[Any, ...]]:
    """What `bridge_of` needs of bridges."""
    columns = bridges.c
    return (
        select(columns.id, columns.environment, environments.c.project, columns.url, columns.engine)
        .add_columns(func.coalesce(columns.given_name, columns.name).label("name"))
        .add_columns(columns.created_at, columns.seen_at, columns.token_sha256, columns.locked_at)
        .join(environments, environments.c.id == columns.environment)
    )


def bridge_of(row: Row[*tuple[Any, ...]]) -> Bridge:
    """A row of `bridge_columns`."""
    place, facts = Place(row.project, row.environment), Facts(row.name, row.url, row.engine)
    times = (row.created_at, row.seen_at)
    return Bridge(row.id, place, facts, *times, row.token_sha256, row.locked_at)
