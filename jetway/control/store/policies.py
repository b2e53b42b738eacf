"""Policy documents, every version of them, by environment. Knows that they are JSON, not what they say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from jetway.control.store.changes import note_change
from jetway.control.store.tables import environments, people, policies
from jetway.core.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection


async def policy_version(connection: AsyncConnection, environment: str) -> int:
    """The newest version, 0 where there is none."""
    query = select(func.max(policies.c.version)).where(policies.c.environment == environment)
    return (await connection.execute(query)).scalar_one() or 0


async def newest_policy(connection: AsyncConnection, environment: str) -> dict[str, Any]:
    """The document that holds now: `{"version", "roles", "queries", "endpoints"}`."""
    query = select(policies).where(policies.c.environment == environment)
    row = (await connection.execute(query.order_by(policies.c.version.desc()).limit(1))).one_or_none()
    if row is None:
        return {"version": 0, "roles": {}, "queries": {}, "endpoints": {}}
    return _document(row)


async def policy_at(connection: AsyncConnection, environment: str, version: int) -> dict[str, Any] | None:
    """The document of that version, or `None`."""
    of_version = (policies.c.environment == environment) & (policies.c.version == version)
    row = (await connection.execute(select(policies).where(of_version))).one_or_none()
    return None if row is None else _document(row)


async def policy_versions(
    connection: AsyncConnection, environment: str, before: int, most: int
) -> list[dict[str, Any]]:
    """Versions older than `before`, the newest first: `{"version", "created_at", "person", "name"}`."""
    query = (
        select(policies.c.version, policies.c.created_at, policies.c.person, people.c.name)
        .outerjoin(people, people.c.id == policies.c.person)
        .where(policies.c.environment == environment, policies.c.version < before)
        .order_by(policies.c.version.desc())
        .limit(most)
    )
    return [dict(row) for row in (await connection.execute(query)).mappings()]


async def role_names(connection: AsyncConnection, project: str) -> list[str]:
    """The roles of a project: those that the newest policy of any of its environments has."""
    newest = (
        select(policies.c.environment, func.max(policies.c.version).label("version"))
        .join(environments, environments.c.id == policies.c.environment)
        .where(environments.c.project == project)
        .group_by(policies.c.environment)
        .subquery()
    )
    query = select(policies.c.roles).join(environments, environments.c.id == policies.c.environment)
    query = query.join(
        newest,
        and_(newest.c.environment == policies.c.environment, newest.c.version == policies.c.version),
    ).order_by(environments.c.created_at, environments.c.id)
    documents = (await connection.execute(query)).scalars().all()
    return list(dict.fromkeys(name for roles in documents for name in json.loads(roles)))


async def save_policy(
    connection: AsyncConnection,
    environment: str,
    roles: Mapping[str, Any],
    *,
    based_on: int,
    now: int,
    person: str | None = None,
) -> int:
    """The version made from version `based_on`, whose saved queries and endpoints it keeps.

    Raises `Conflict` where that is not the newest.
    """
    newest = await newest_policy(connection, environment)
    if newest["version"] != based_on:
        raise _conflict()
    row = {"environment": environment, "version": based_on + 1, "person": person, "created_at": now}
    kept = {name: json.dumps(newest[name]) for name in ("queries", "endpoints")}
    try:
        await connection.execute(insert(policies).values(**row, **kept, roles=json.dumps(roles)))
    except IntegrityError:
        raise _conflict() from None
    await note_change(connection, environment, now)
    return based_on + 1


async def save_queries(
    connection: AsyncConnection, environment: str, version: int, queries: Mapping[str, Any]
) -> None:
    """Give the version that was just made other saved queries than it kept."""
    await _change(connection, environment, version, queries=json.dumps(queries))


async def save_endpoints(
    connection: AsyncConnection, environment: str, version: int, endpoints: Mapping[str, Any]
) -> None:
    """Give the version that was just made other endpoints than it kept."""
    await _change(connection, environment, version, endpoints=json.dumps(endpoints))


async def _change(connection: AsyncConnection, environment: str, version: int, **values: str) -> None:
    of_version = (policies.c.environment == environment) & (policies.c.version == version)
    await connection.execute(update(policies).where(of_version).values(**values))


def _document(row: Row[Any]) -> dict[str, Any]:
    parts = {name: json.loads(getattr(row, name)) for name in ("roles", "queries", "endpoints")}
    return {"version": row.version, **parts}


def _conflict() -> Conflict:
    return Conflict("Somebody else changed the roles first. Load them again, then make your change.")
