"""Bridges on their way in: by a code that a person types, or by a key made beforehand."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from jetway.control.one_off_code import ENROLMENT_LETTERS, code_digest, new_code
from jetway.control.store.bridges import Facts
from jetway.control.store.ids import new_id
from jetway.control.store.tables import enrolment_keys, enrolments
from jetway.core.token import digest

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

CODE_LIFE_S = 10 * 60
KEY_LIFE_S = 15 * 60


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A bridge that asks to be let in, from the address `asked_from`; all else it says itself.

    `environment` is where it was let in to, `None` while nobody did.
    """

    id: str
    facts: Facts
    asked_from: str
    environment: str | None = None


async def add_enrolment(
    connection: AsyncConnection, facts: Facts, asked_from: str, now: int
) -> tuple[str, str]:
    """The device's secret and the code of a new enrolment. Those that have expired are forgotten."""
    await connection.execute(delete(enrolments).where(enrolments.c.expires_at <= now))
    device, code = secrets.token_urlsafe(32), new_code(ENROLMENT_LETTERS)
    row = {"id": new_id(), "device_sha256": digest(device), "code_sha256": code_digest(code)}
    row |= {"name": facts.name, "url": facts.url, "engine": facts.engine, "asked_from": asked_from}
    await connection.execute(insert(enrolments).values(**row, expires_at=now + CODE_LIFE_S))
    return device, code


async def enrolment_by_code(connection: AsyncConnection, code: str, now: int) -> Enrolment | None:
    """The enrolment that waits under that code."""
    query = _columns().where(enrolments.c.code_sha256 == code_digest(code), *_waiting(now))
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _enrolment(row)


async def enrolment_by_device(connection: AsyncConnection, device: str, now: int) -> Enrolment | None:
    """The enrolment of that device, waiting or approved."""
    query = _columns().where(enrolments.c.device_sha256 == digest(device), enrolments.c.expires_at > now)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _enrolment(row)


async def approve(connection: AsyncConnection, enrolment: Enrolment, environment: str, now: int) -> bool:
    """Let the bridge in to `environment`. False where somebody was faster."""
    change = update(enrolments).where(enrolments.c.id == enrolment.id, *_waiting(now))
    return (await connection.execute(change.values(environment=environment))).rowcount == 1


async def use_up(connection: AsyncConnection, enrolment: Enrolment) -> bool:
    """End an enrolment. False where it has ended already."""
    ended = delete(enrolments).where(enrolments.c.id == enrolment.id)
    return (await connection.execute(ended)).rowcount == 1


async def add_key(connection: AsyncConnection, now: int) -> str:
    """A new key that lets one bridge in. Those that have expired are forgotten."""
    await connection.execute(delete(enrolment_keys).where(enrolment_keys.c.expires_at <= now))
    key = f"jek_{secrets.token_urlsafe(32)}"
    row = {"id": new_id(), "key_sha256": digest(key), "expires_at": now + KEY_LIFE_S}
    await connection.execute(insert(enrolment_keys).values(**row))
    return key


async def use_up_key(connection: AsyncConnection, key: str, now: int) -> bool:
    """End a key. False where there is none such, or no longer."""
    ended = delete(enrolment_keys).where(
        enrolment_keys.c.key_sha256 == digest(key), enrolment_keys.c.expires_at > now
    )
    return (await connection.execute(ended)).rowcount == 1


def _columns() -> Select[tuple[str, str, str, str, str, str]]:
    return select(
        enrolments.c.id,
        enrolments.c.name,
        enrolments.c.url,
        enrolments.c.engine,
        enrolments.c.asked_from,
        enrolments.c.environment,
    )


def _waiting(now: int) -> tuple[ColumnElement[bool], ...]:
    return (enrolments.c.expires_at > now, enrolments.c.environment.is_(None))


def _enrolment(row: Row[tuple[str, str, str, str, str, str]]) -> Enrolment:
    facts = Facts(row.name, row.url, row.engine)
    return Enrolment(row.id, facts, row.asked_from, row.environment)
