"""API tokens, for scripts: minting them, and whose they are. Only digests are kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from jetway.control.default_policy import ADMIN, OWNER
from jetway.control.store.changes import note_change
from jetway.control.store.ids import is_id, new_id
from jetway.control.store.tables import api_tokens, environments, memberships, people
from jetway.core.errors import LimitReached
from jetway.core.token import digest, mint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

USED_EVERY_S = 60
MOST_TOKENS = 200


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A script's access to every bridge of an environment.

    It ends with the membership of whoever made it, and never does more than they may. `person` and
    `made_by`, their name, are `None` for one made at the console. `tables`: the only ones it reaches.
    """

    id: str
    environment: str
    name: str
    role: str
    person: str | None
    made_by: str | None
    read_only: bool
    tables: tuple[str, ...] | None
    created_at: int
    expires_at: int
    used_at: int | None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    """Those of whoever made it, where it was looked up by itself."""


@dataclass(frozen=True, slots=True)
class NewApiToken:
    """An API token about to be made."""

    environment: str
    name: str
    role: str
    expires_at: int
    person: str | None = None
    read_only: bool = False
    tables: tuple[str, ...] | None = None


async def add_api_token(connection: AsyncConnection, new: NewApiToken, now: int) -> tuple[str, str]:
    """The id of a new API token, and itself, which is told this once. Raises `LimitReached`."""
    here = api_tokens.c.environment == new.environment
    over = or_(api_tokens.c.expires_at <= now, api_tokens.c.revoked_at.is_not(None))
    await connection.execute(delete(api_tokens).where(here, over))
    if (await connection.execute(select(func.count()).where(here))).scalar_one() >= MOST_TOKENS:
        raise LimitReached(f"An environment has at most {MOST_TOKENS} API tokens. Revoke one first.")
    token, secret = new_id(), mint("jat_")
    await connection.execute(
        insert(api_tokens).values(
            id=token,
            token_sha256=digest(secret),
            environment=new.environment,
            name=new.name,
            role=new.role,
            person=new.person,
            read_only=new.read_only,
            tables=None if new.tables is None else json.dumps(new.tables),
            created_at=now,
            expires_at=new.expires_at,
        )
    )
    return token, secret


async def api_tokens_of(
    connection: AsyncConnection, project: str, now: int, *, person: str | None = None
) -> list[ApiToken]:
    """The API tokens of a project that hold, or those that one person made, the newest first."""
    query = _api_tokens(now).where(environments.c.project == project)
    if person is not None:
        query = query.where(api_tokens.c.person == person)
    rows = (await connection.execute(query.order_by(api_tokens.c.created_at.desc(), api_tokens.c.id))).all()
    return [_api_token(row) for row in rows]


async def find_api_token(connection: AsyncConnection, project: str, token: str, now: int) -> ApiToken | None:
    """One API token of a project, where it holds."""
    if not is_id(token):
        return None
    query = _api_tokens(now).where(environments.c.project == project, api_tokens.c.id == token)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _api_token(row)


async def find_machine(
    connection: AsyncConnection, token_sha256: str, environment: str, now: int
) -> ApiToken | None:
    """Which API token this is, where it holds in that environment, and whoever made it still may as much."""
    query = (
        _api_tokens(now)
        .add_columns(memberships.c.attributes)
        .outerjoin(
            memberships,
            and_(
                memberships.c.person == api_tokens.c.person,
                memberships.c.project == environments.c.project,
            ),
        )
        .where(api_tokens.c.token_sha256 == token_sha256, api_tokens.c.environment == environment)
        .where(or_(api_tokens.c.person.is_(None), and_(people.c.suspended_at.is_(None), _within_rights())))
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else replace(_api_token(row), attributes=json.loads(row.attributes or "{}"))


async def revoke_api_token(connection: AsyncConnection, token: ApiToken, now: int) -> None:
    """End an API token. Bridges are told."""
    change = update(api_tokens).where(api_tokens.c.id == token.id)
    await connection.execute(change.values(revoked_at=now))
    await note_change(connection, token.environment, now, token.id)


async def mark_used(connection: AsyncConnection, token: ApiToken, now: int) -> None:
    """Note when an API token was last used, at most once in a while."""
    stale = or_(api_tokens.c.used_at.is_(None), api_tokens.c.used_at <= now - USED_EVERY_S)
    await connection.execute(update(api_tokens).where(api_tokens.c.id == token.id, stale).values(used_at=now))


def _within_rights() -> ColumnElement[bool]:
    """An owner's tokens act in any role, an admin's in any but owner, all others' in their own."""
    own = memberships.c.role == api_tokens.c.role
    admins = and_(memberships.c.role == ADMIN, api_tokens.c.role != OWNER)
    return or_(own, memberships.c.role == OWNER, admins)


def _api_tokens(now: int) -> Select[*tuple[Any, ...]]:
    return (
        select(api_tokens, people.c.name.label("made_by"))
        .join(environments, environments.c.id == api_tokens.c.environment)
        .outerjoin(people, people.c.id == api_tokens.c.person)
        .where(api_tokens.c.expires_at > now, api_tokens.c.revoked_at.is_(None))
    )


def _api_token(row: Row[*tuple[Any, ...]]) -> ApiToken:
    tables = None if row.tables is None else tuple(json.loads(row.tables))
    who = (row.id, row.environment, row.name, row.role, row.person, row.made_by)
    return ApiToken(*who, row.read_only, tables, row.created_at, row.expires_at, row.used_at)
