"""The second step of signing in: setting up an authenticator app, its codes, and recovery codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from msgspec import Struct

from jetway.control import totp
from jetway.control.answers import json_answer, no_content
from jetway.control.default_policy import OWNER
from jetway.control.fields import Code, refused
from jetway.control.one_off_code import code_digest, new_code
from jetway.control.rank import require_rank_everywhere
from jetway.control.store.changes import note_person
from jetway.control.store.members import find_membership, members_of
from jetway.control.store.passkeys import remove_passkeys
from jetway.control.store.second_factors import (
    ask_for_second_factor,
    authenticator_of,
    mark_strong,
    offer_authenticator,
    remove_authenticator,
    replace_recovery_codes,
    use_recovery_code,
    use_step,
)
from jetway.control.store.sessions import end_sessions
from jetway.core.errors import Conflict, SecondFactorRequired, UnknownResource
from jetway.json_body import read_json
from jetway.seal import seal, unseal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.sessions import Session
    from jetway.control.store.tokens import Member

RECOVERY_CODES = 10
RECOVERY_LETTERS = 12


class Confirmation(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/account/totp/confirm/`."""

    code: Code


class Requirement(Struct, forbid_unknown_fields=True):
    """The body of PUT `/api/projects/<id>/second_factor/`."""

    required: bool


async def begin(desk: Desk, _request: Request, session: Session) -> Response:
    """A secret for an authenticator app. It counts once a first code of it has been right."""
    person, secret = session.person, totp.new_secret()
    async with desk.store.writing() as connection:
        found = await authenticator_of(connection, person.id)
        if found and found.confirmed:
            raise Conflict("An authenticator app is set up already. Remove it first.")
        await offer_authenticator(connection, person.id, seal(desk.config.key, person.id, secret))
    address = totp.address(secret, person.email)
    svg = segno.make(address, micro=False).svg_inline(scale=4, border=4, omitsize=True)
    return json_answer({"secret": totp.as_text(secret), "uri": address, "svg": svg}, 201)


async def confirm(desk: Desk, request: Request, session: Session) -> Response:
    """Set up the app by a first code of it. The recovery codes are told this once."""
    body = await read_json(request, Confirmation)
    person = session.person.id
    desk.throttles.second_factor.take(person)
    async with desk.store.writing() as connection:
        found = await authenticator_of(connection, person)
        if found is None or found.confirmed:
            raise Conflict("There is no authenticator app to confirm. Begin anew.")
        if not await is_code(desk, connection, person, body.code):
            raise refused("/code", "is not the app's present code. Check the clock of the device")
        await mark_strong(connection, session.id)
        codes = await _new_recovery_codes(connection, person)
    desk.throttles.second_factor.give_back(person)
    return json_answer({"recovery_codes": codes}, 201)


async def renew_codes(desk: Desk, _request: Request, session: Session) -> Response:
    """Ten new recovery codes, told this once. Those before end."""
    async with desk.store.writing() as connection:
        found = await authenticator_of(connection, session.person.id)
        if found is None or not found.confirmed:
            raise Conflict("Recovery codes belong to an authenticator app. Set one up first.")
        codes = await _new_recovery_codes(connection, session.person.id)
    return json_answer({"recovery_codes": codes}, 201)


async def remove(desk: Desk, _request: Request, session: Session) -> Response:
    """Do without an authenticator app."""
    async with desk.store.writing() as connection:
        await remove_authenticator(connection, session.person.id)
        await note_person(connection, session.person.id, desk.store.now())
    return no_content()


async def reset(desk: Desk, request: Request, member: Member) -> Response:
    """Take the second factor from a member who lost it, and sign them out."""
    async with desk.store.writing() as connection:
        found = await find_membership(connection, member.project, request.path_params["member"])
        if found is None:
            raise UnknownResource("There is no such member.")
        await require_rank_everywhere(connection, member.person.id, found.person.id, by={OWNER})
        await remove_authenticator(connection, found.person.id)
        await remove_passkeys(connection, found.person.id)
        await end_sessions(connection, found.person.id, desk.store.now())
    return no_content()


async def put_requirement(desk: Desk, request: Request, member: Member) -> Response:
    """Let only those in who signed in with a second factor, or everybody again."""
    body = await read_json(request, Requirement)
    if body.required and not member.strong:
        raise SecondFactorRequired("Set up a second factor of your own first: this would lock you out.")
    now = desk.store.now()
    async with desk.store.writing() as connection:
        await ask_for_second_factor(connection, member.project, required=body.required)
        for one in await members_of(connection, member.project):
            await note_person(connection, one.person.id, now)
    return no_content()


async def is_code(desk: Desk, connection: AsyncConnection, person: str, code: str) -> bool:
    """Whether it is a code of the person's app that was not used yet, or one of their recovery codes."""
    found = await authenticator_of(connection, person)
    if found is None:
        return False
    typed = code.replace(" ", "")
    if not (typed.isascii() and typed.isdecimal()):
        return found.confirmed and await use_recovery_code(connection, person, code_digest(code))
    secret = unseal(desk.config.key, person, found.sealed_secret)
    step = totp.step_of(secret, typed, desk.store.now())
    return step is not None and await use_step(connection, person, step)


async def _new_recovery_codes(connection: AsyncConnection, person: str) -> list[str]:
    codes = [new_code(RECOVERY_LETTERS) for _ in range(RECOVERY_CODES)]
    await replace_recovery_codes(connection, person, map(code_digest, codes))
    return codes
