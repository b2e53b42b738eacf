"""The first run: one person, once, with the code that the server printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from jetway.control.callers import client_address
from jetway.control.default_policy import OWNER
from jetway.control.email_address import email_key
from jetway.control.fields import Name, NewPassword, Secret, refused
from jetway.control.one_off_code import SETUP_LETTERS, code_digest, new_code
from jetway.control.password_rules import require_good_password
from jetway.control.sign_in import begin, signed_in
from jetway.control.store.members import add_member
from jetway.control.store.people import (
    NewPerson,
    add_person,
    is_set_up,
    is_setup_code,
    offer_setup_code,
    use_setup_code,
)
from jetway.control.store.projects import first_place
from jetway.core.errors import RouteNotFound, SetupCodeInvalid
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store import Store
    from jetway.control.store.people import Person


class SetUp(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/setup/`."""

    code: Secret
    email: str
    name: Name
    password: NewPassword


async def ensure_setup_code(store: Store) -> str | None:
    """A new code to print on the console; `None` once there is a person. An earlier code ends with it."""
    code = new_code(SETUP_LETTERS)
    async with store.writing() as connection:
        return code if await offer_setup_code(connection, code_digest(code)) else None


async def set_up(desk: Desk, request: Request, _caller: None) -> Response:
    """Make the first person, owner of the first project, and sign them in."""
    async with desk.store.reading() as connection:
        await _require_first_run(connection)
    body = await read_json(request, SetUp)
    key = email_key(body.email)
    if key is None:
        raise refused("/email", "takes an e-mail address")
    require_good_password(body.password, body.email, body.name)
    await _require_code(desk, request, body.code)
    password_hash = await desk.passwords.hash(body.password)
    new = NewPerson(body.email, key, body.name, password_hash)
    async with desk.store.writing() as connection:
        person = await _add_owner(connection, code_digest(body.code), new, desk.store.now())
        given = await begin(desk, request, connection, person)
    return await signed_in(desk, person, given, status=201)


async def _require_first_run(connection: AsyncConnection) -> None:
    if await is_set_up(connection):
        raise RouteNotFound("There is nothing at this path.")


async def _require_code(desk: Desk, request: Request, code: str) -> None:
    """Asked before the costly hash. What decides is `_add_owner`."""
    desk.throttles.code.take(client_address(request))
    async with desk.store.reading() as connection:
        if not await is_setup_code(connection, code_digest(code)):
            await _require_first_run(connection)
            raise _wrong_code()
    desk.throttles.code.give_back(client_address(request))


async def _add_owner(connection: AsyncConnection, code_sha256: str, new: NewPerson, now: int) -> Person:
    """In one transaction: of fifty who ask at once, one passes."""
    if not await use_setup_code(connection, code_sha256, now):
        await _require_first_run(connection)
        raise _wrong_code()
    person = await add_person(connection, new, now)
    place = await first_place(connection, now)
    await add_member(connection, person.id, place.project, OWNER)
    return person


def _wrong_code() -> SetupCodeInvalid:
    return SetupCodeInvalid("The code is not the one that the server printed when it started last.")
