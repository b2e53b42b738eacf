"""People and the first of them. Knows no project and no session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from jetway.control.store.ids import new_id
from jetway.control.store.tables import instance, people
from jetway.core.errors import Conflict

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in."""

    id: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """How a person signs in. `password_hash` is "" for one who has no password."""

    person: Person
    password_hash: str
    suspended: bool


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody about to be added. `email_key`: the form in which two addresses are one."""

    email: str
    email_key: str
    name: str
    password_hash: str


async def is_set_up(connection: AsyncConnection) -> bool:
    """Whether the first person has been made."""
    row = await connection.execute(select(instance.c.set_up_at))
    return row.scalar_one() is not None


async def offer_setup_code(connection: AsyncConnection, code_sha256: str) -> bool:
    """Make this the code of the first run. False where the first run is over."""
    change = update(instance).where(instance.c.set_up_at.is_(None)).values(setup_code_sha256=code_sha256)
    return (await connection.execute(change)).rowcount == 1


async def is_setup_code(connection: AsyncConnection, code_sha256: str) -> bool:
    """Whether this is the code of the first run, still unused."""
    row = await connection.execute(select(instance.c.setup_code_sha256))
    return bool(row.scalar_one() == code_sha256)


async def use_setup_code(connection: AsyncConnection, code_sha256: str, now: int) -> bool:
    """End the first run with this code. False where it is another code, or another was faster."""
    change = (
        update(instance)
        .where(instance.c.set_up_at.is_(None), instance.c.setup_code_sha256 == code_sha256)
        .values(set_up_at=now, setup_code_sha256=None)
    )
    return (await connection.execute(change)).rowcount == 1


async def add_person(connection: AsyncConnection, new: NewPerson, now: int) -> Person:
    """Add somebody. Raises `Conflict` where the address is there already."""
    person = Person(new_id(), new.email, new.name)
    row = {"id": person.id, "email": new.email, "email_key": new.email_key, "name": new.name}
    try:
        await connection.execute(
            insert(people).values(**row, password_hash=new.password_hash, created_at=now)
        )
    except IntegrityError:
        raise Conflict("There is an account with this e-mail address already. Sign in.") from None
    return person


async def account_by_email(connection: AsyncConnection, email_key: str) -> Account | None:
    """The account with that address."""
    return await _account(connection, people.c.email_key == email_key)


async def account_of(connection: AsyncConnection, person: str) -> Account | None:
    """The account of a person."""
    return await _account(connection, people.c.id == person)


async def save_password(connection: AsyncConnection, person: str, password_hash: str) -> None:
    """Let this be the person's password."""
    change = update(people).where(people.c.id == person)
    await connection.execute(change.values(password_hash=password_hash))


async def _account(connection: AsyncConnection, which: ColumnElement[bool]) -> Account | None:
    query = select(people.c.id, people.c.email, people.c.name, people.c.password_hash)
    row = (await connection.execute(query.add_columns(people.c.suspended_at).where(which))).one_or_none()
    if row is None:
        return None
    return Account(Person(row.id, row.email, row.name), row.password_hash, row.suspended_at is not None)
