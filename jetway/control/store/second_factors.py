"""Authenticator apps and recovery codes. Secrets are sealed, codes are digests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from jetway.control.store.tables import authenticators, projects, recovery_codes, sessions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Authenticator:
    """An app that makes codes. `confirmed`: a first code was right. Codes up to `last_step` are used up."""

    person: str
    sealed_secret: bytes
    confirmed: bool
    last_step: int


async def authenticator_of(connection: AsyncConnection, person: str) -> Authenticator | None:
    """A person's authenticator, confirmed or not."""
    query = select(authenticators).where(authenticators.c.person == person)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    return Authenticator(row.person, bytes(row.sealed_secret), row.confirmed, row.last_step)


async def offer_authenticator(connection: AsyncConnection, person: str, sealed_secret: bytes) -> None:
    """Begin with an authenticator, in place of one that was never confirmed."""
    unconfirmed = authenticators.c.confirmed.is_(False)
    await connection.execute(delete(authenticators).where(authenticators.c.person == person, unconfirmed))
    row = {"person": person, "sealed_secret": sealed_secret, "confirmed": False, "last_step": 0}
    await connection.execute(insert(authenticators).values(**row))


async def use_step(connection: AsyncConnection, person: str, step: int) -> bool:
    """Use up the codes of a time step, and confirm the authenticator. False for one used up already."""
    change = update(authenticators).where(
        authenticators.c.person == person, authenticators.c.last_step < step
    )
    return (await connection.execute(change.values(last_step=step, confirmed=True))).rowcount == 1


async def replace_recovery_codes(connection: AsyncConnection, person: str, digests: Iterable[str]) -> None:
    """Let these be the person's recovery codes, and no others."""
    await connection.execute(delete(recovery_codes).where(recovery_codes.c.person == person))
    rows = [{"person": person, "code_sha256": sha256} for sha256 in digests]
    await connection.execute(insert(recovery_codes), rows)


async def use_recovery_code(connection: AsyncConnection, person: str, sha256: str) -> bool:
    """Use up a recovery code. False where there is none such."""
    used = delete(recovery_codes).where(
        recovery_codes.c.person == person, recovery_codes.c.code_sha256 == sha256
    )
    return (await connection.execute(used)).rowcount == 1


async def count_recovery_codes(connection: AsyncConnection, person: str) -> int:
    """How many recovery codes are left."""
    query = select(func.count()).where(recovery_codes.c.person == person)
    return (await connection.execute(query)).scalar_one()


async def remove_authenticator(connection: AsyncConnection, person: str) -> None:
    """Forget a person's authenticator and recovery codes. Their sessions count as weak from now on."""
    await connection.execute(delete(authenticators).where(authenticators.c.person == person))
    await connection.execute(delete(recovery_codes).where(recovery_codes.c.person == person))
    await connection.execute(update(sessions).where(sessions.c.person == person).values(strong=False))


async def mark_strong(connection: AsyncConnection, session: str) -> None:
    """A second factor has been shown in this session."""
    await connection.execute(update(sessions).where(sessions.c.id == session).values(strong=True))


async def asks_for_second_factor(connection: AsyncConnection, project: str) -> bool:
    """Whether a project lets in only who signed in with a second factor."""
    query = select(projects.c.second_factor).where(projects.c.id == project)
    return bool((await connection.execute(query)).scalar_one_or_none())


async def ask_for_second_factor(connection: AsyncConnection, project: str, *, required: bool) -> None:
    """Let a project in only who signed in with a second factor, or everybody again."""
    await connection.execute(update(projects).where(projects.c.id == project).values(second_factor=required))
