"""Passkeys: public keys of people's devices. Knows nothing of how they are verified."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from jetway.control.store.ids import is_id, new_id
from jetway.control.store.tables import passkeys
from jetway.core.errors import Conflict, LimitReached

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

MOST_PASSKEYS = 20


@dataclass(frozen=True, slots=True)
class Passkey:
    """A public key, and the id that its device knows it by. `sign_count`: how often that says it signed."""

    id: str
    person: str
    name: str
    credential: bytes
    public_key: bytes
    sign_count: int
    created_at: int
    used_at: int | None


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey about to be added."""

    person: str
    name: str
    credential: bytes
    public_key: bytes
    sign_count: int


async def add_passkey(connection: AsyncConnection, new: NewPasskey, now: int) -> Passkey:
    """Add a passkey. Raises `Conflict` for one that is there, `LimitReached`."""
    count = select(func.count()).where(passkeys.c.person == new.person)
    if (await connection.execute(count)).scalar_one() >= MOST_PASSKEYS:
        raise LimitReached(f"A person has at most {MOST_PASSKEYS} passkeys. Remove one first.")
    row = {"id": new_id(), "person": new.person, "name": new.name, "created_at": now}
    key = {"credential": new.credential, "public_key": new.public_key, "sign_count": new.sign_count}
    try:
        await connection.execute(
            insert(passkeys).values(**row, **key, credential_sha256=_sha256(new.credential))
        )
    except IntegrityError:
        raise Conflict("This passkey is registered already.") from None
    keys = (new.credential, new.public_key, new.sign_count)
    return Passkey(str(row["id"]), new.person, new.name, *keys, now, None)


async def passkeys_of(connection: AsyncConnection, person: str) -> list[Passkey]:
    """A person's passkeys, oldest first."""
    query = select(passkeys).where(passkeys.c.person == person)
    rows = (await connection.execute(query.order_by(passkeys.c.created_at, passkeys.c.id))).all()
    return [_passkey(row) for row in rows]


async def passkey_by_credential(connection: AsyncConnection, credential: bytes) -> Passkey | None:
    """The passkey that a device knows by that id."""
    query = select(passkeys).where(passkeys.c.credential_sha256 == _sha256(credential))
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _passkey(row)


async def mark_passkey_used(connection: AsyncConnection, passkey: Passkey, sign_count: int, now: int) -> None:
    """Note that a passkey signed."""
    change = update(passkeys).where(passkeys.c.id == passkey.id)
    await connection.execute(change.values(sign_count=sign_count, used_at=now))


async def rename_passkey(connection: AsyncConnection, person: str, passkey: str, name: str) -> bool:
    """Give a passkey another name. False where the person has none such."""
    change = update(passkeys).where(passkeys.c.person == person, passkeys.c.id == passkey)
    return is_id(passkey) and (await connection.execute(change.values(name=name))).rowcount == 1


async def remove_passkey(connection: AsyncConnection, person: str, passkey: str) -> bool:
    """Forget a passkey. False where the person has none such."""
    gone = delete(passkeys).where(passkeys.c.person == person, passkeys.c.id == passkey)
    return is_id(passkey) and (await connection.execute(gone)).rowcount == 1


async def remove_passkeys(connection: AsyncConnection, person: str) -> None:
    """Forget every passkey of a person."""
    await connection.execute(delete(passkeys).where(passkeys.c.person == person))


def _sha256(credential: bytes) -> str:
    return hashlib.sha256(credential).hexdigest()


def _passkey(row: Row[*tuple[Any, ...]]) -> Passkey:
    keys = (bytes(row.credential), bytes(row.public_key), row.sign_count)
    return Passkey(row.id, row.person, row.name, *keys, row.created_at, row.used_at)
