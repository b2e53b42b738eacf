"""Browsers that somebody signed in from before, so that others' wrong tries do not slow them down."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, or_, select, update

from jetway.control.store.tables import devices, people
from jetway.core.token import digest

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

DEVICE_LIFE_S = 365 * 24 * 60 * 60
MOST_DEVICES = 20


async def is_device_of(connection: AsyncConnection, secret: str, email_key: str, now: int) -> bool:
    """Whether whoever has that address signed in from the device that holds `secret`."""
    query = (
        select(devices.c.person)
        .join(people, people.c.id == devices.c.person)
        .where(devices.c.secret_sha256 == digest(secret), devices.c.seen_at > now - DEVICE_LIFE_S)
        .where(people.c.email_key == email_key)
    )
    return (await connection.execute(query)).first() is not None


async def remember_device(connection: AsyncConnection, secret: str, person: str, now: int) -> str:
    """The device's secret: the one it has, where that is ours. A person's oldest ones are forgotten."""
    sha256 = digest(secret)
    here = and_(devices.c.secret_sha256 == sha256, devices.c.person == person)
    if (await connection.execute(update(devices).where(here).values(seen_at=now))).rowcount:
        return secret
    known = select(devices.c.person).where(devices.c.secret_sha256 == sha256)
    if (await connection.execute(known)).first() is None:
        secret = secrets.token_urlsafe(32)
    await _forget_oldest(connection, person, now)
    await connection.execute(insert(devices).values(secret_sha256=digest(secret), person=person, seen_at=now))
    return secret


async def _forget_oldest(connection: AsyncConnection, person: str, now: int) -> None:
    theirs = devices.c.person == person
    query = select(devices.c.secret_sha256).where(theirs)
    query = query.order_by(devices.c.seen_at.desc(), devices.c.secret_sha256).offset(MOST_DEVICES - 1)
    oldest = (await connection.execute(query)).scalars().all()
    over = devices.c.seen_at <= now - DEVICE_LIFE_S
    await connection.execute(delete(devices).where(theirs, or_(devices.c.secret_sha256.in_(oldest), over)))
