"""Choosing another password: with the one there is, or by a link that works once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from jetway.control.answers import json_answer, no_content
from jetway.control.callers import client_address
from jetway.control.default_policy import OWNER
from jetway.control.email_address import email_key
from jetway.control.fields import NewPassword, Password, Secret, refused
from jetway.control.letters import password_letter
from jetway.control.password_rules import require_good_password
from jetway.control.rank import require_rank_everywhere
from jetway.control.store import tickets
from jetway.control.store.members import find_membership
from jetway.control.store.people import account_by_email, account_of, save_password
from jetway.control.store.sessions import end_sessions
from jetway.control.store.tickets import Ticket
from jetway.core.errors import LinkInvalid, MailOff, TooManyRequests, UnknownResource
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.people import Account
    from jetway.control.store.sessions import Session
    from jetway.control.store.tokens import Member

MAILED_S = 60 * 60
HANDED_OUT_S = 24 * 60 * 60


class Change(Struct, forbid_unknown_fields=True):
    """The body of PUT `/api/account/password/`."""

    current: Password
    password: NewPassword


class Forgot(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/password/forgot/`."""

    email: str


class Reset(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/password/reset/`."""

    code: Secret
    password: NewPassword


async def change(desk: Desk, request: Request, session: Session) -> Response:
    """Another password, with the one there is. The person's other sessions end."""
    body = await read_json(request, Change)
    person = session.person
    desk.throttles.code.take(person.id)
    async with desk.store.reading() as connection:
        account = await account_of(connection, person.id)
    if not await desk.passwords.verify(body.current, account.password_hash if account else ""):
        raise refused("/current", "is not your password")
    desk.throttles.code.give_back(person.id)
    require_good_password(body.password, person.email, person.name)
    password_hash = await desk.passwords.hash(body.password)
    async with desk.store.writing() as connection:
        await _save(connection, person.id, password_hash, desk.store.now(), but=session.id)
    return no_content()


async def forgot(desk: Desk, request: Request, _caller: None) -> Response:
    """202 for every address, at once: whether anybody has it is found out afterwards."""
    body = await read_json(request, Forgot)
    if not desk.mailer.on:
        raise MailOff("This server sends no mail. Ask an owner of your project for a link.")
    desk.throttles.asking.take(client_address(request))
    if key := email_key(body.email):
        desk.mailer.later(_mail_link(desk, key))
    return json_answer({}, 202)


async def hand_out(desk: Desk, request: Request, member: Member) -> Response:
    """A link by which a member chooses a new password, for an owner to hand over. It is told this once."""
    now = desk.store.now()
    async with desk.store.writing() as connection:
        found = await find_membership(connection, member.project, request.path_params["member"])
        if found is None:
            raise UnknownResource("There is no such member.")
        await require_rank_everywhere(connection, member.person.id, found.person.id, by={OWNER})
        link = await _link(desk, connection, found.person.id, HANDED_OUT_S)
    return json_answer({"link": link, "expires_at": now + HANDED_OUT_S}, 201)


async def reset(desk: Desk, request: Request, _caller: None) -> Response:
    """A new password, by a link. It signs nobody in, and every session of the person ends."""
    body = await read_json(request, Reset)
    now = desk.store.now()
    desk.throttles.code.take(client_address(request))
    async with desk.store.reading() as connection:
        account = await _account(connection, await tickets.find(connection, "password", body.code, now))
    desk.throttles.code.give_back(client_address(request))
    require_good_password(body.password, account.person.email, account.person.name)
    password_hash = await desk.passwords.hash(body.password)
    async with desk.store.writing() as connection:
        await _account(connection, await tickets.use(connection, "password", body.code, now))
        await _save(connection, account.person.id, password_hash, now)
    return no_content()


async def _save(
    connection: AsyncConnection, person: str, password_hash: str, now: int, *, but: str = ""
) -> None:
    await save_password(connection, person, password_hash)
    await tickets.drop(connection, "password", person)
    await end_sessions(connection, person, now, but=but)


async def _mail_link(desk: Desk, key: str) -> None:
    """Mail a link to the person with that address, where there is one who signs in with a password."""
    async with desk.store.reading() as connection:
        account = await account_by_email(connection, key)
    if account is None or account.suspended or not account.password_hash:
        return
    try:
        desk.throttles.mail.take(account.person.id)
    except TooManyRequests:
        return
    async with desk.store.writing() as connection:
        link = await _link(desk, connection, account.person.id, MAILED_S)
    await desk.mailer.send(password_letter(account.person.email, link))


async def _link(desk: Desk, connection: AsyncConnection, person: str, life_s: int) -> str:
    code = await tickets.issue(connection, Ticket("password", person), life_s, desk.store.now())
    return desk.config.link(f"reset?code={code}")


async def _account(connection: AsyncConnection, ticket: Ticket | None) -> Account:
    account = await account_of(connection, ticket.person) if ticket and ticket.person else None
    if account is None or account.suspended:
        raise LinkInvalid("The link is wrong, used up or expired. Ask for a new one.")
    return account
