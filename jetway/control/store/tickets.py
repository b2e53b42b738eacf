"""Tickets: secrets that hold for a while, for one purpose, and are used once. Only digests are kept."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sqlalchemy import delete, insert, select

from jetway.control.store.tables import tickets
from jetway.core.token import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

Purpose: TypeAlias = Literal["password", "second_factor", "single_sign_on", "passkey"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a secret stands for. `document` is JSON that only the purpose's own module reads."""

    purpose: Purpose
    person: str | None = None
    document: Mapping[str, Any] = field(default_factory=dict)


async def issue(connection: AsyncConnection, ticket: Ticket, life_s: int, now: int) -> str:
    """The secret of a new ticket. Tickets that have expired are forgotten on the way."""
    await connection.execute(delete(tickets).where(tickets.c.expires_at <= now))
    secret = secrets.token_urlsafe(32)
    await connection.execute(
        insert(tickets).values(
            secret_sha256=digest(secret),
            purpose=ticket.purpose,
            person=ticket.person,
            document=json.dumps(ticket.document),
            expires_at=now + life_s,
        )
    )
    return secret


async def find(connection: AsyncConnection, purpose: Purpose, secret: str, now: int) -> Ticket | None:
    """The ticket with that secret, which stays."""
    query = select(tickets.c.person, tickets.c.document).where(*_that(purpose, secret, now))
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else Ticket(purpose, row.person, json.loads(row.document))


async def use(connection: AsyncConnection, purpose: Purpose, secret: str, now: int) -> Ticket | None:
    """The ticket with that secret, which is gone from now on: of many who use it at once, one gets it."""
    used = delete(tickets).where(*_that(purpose, secret, now)).returning(tickets.c.person, tickets.c.document)
    row = (await connection.execute(used)).one_or_none()
    return None if row is None else Ticket(purpose, row.person, json.loads(row.document))


async def drop(connection: AsyncConnection, purpose: Purpose, person: str) -> None:
    """End every ticket of a person for that purpose."""
    await connection.execute(delete(tickets).where(tickets.c.person == person, tickets.c.purpose == purpose))


def _that(purpose: Purpose, secret: str, now: int) -> tuple[ColumnElement[bool], ...]:
    sha256 = digest(secret)
    return (tickets.c.secret_sha256 == sha256, tickets.c.purpose == purpose, tickets.c.expires_at > now)
