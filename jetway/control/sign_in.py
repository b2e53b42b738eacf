"""Signing in and out. Whoever tries too often is slowed down, in a way that others cannot bring upon you."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from jetway.control import cookies
from jetway.control.answers import json_answer, no_content
from jetway.control.callers import client_address, current_session
from jetway.control.cookies import DEVICE, SESSION, Cookies, secret_in
from jetway.control.email_address import email_key
from jetway.control.fields import Code, Password, Secret
from jetway.control.second_factor import is_code
from jetway.control.sessions import signed_in_document
from jetway.control.store import tickets
from jetway.control.store.audit import acts, tell
from jetway.control.store.devices import is_device_of, remember_device
from jetway.control.store.people import account_by_email, account_of, save_password
from jetway.control.store.second_factors import authenticator_of
from jetway.control.store.sessions import NewSession, end_session, open_session
from jetway.control.store.tickets import Ticket
from jetway.core.errors import SecondFactorFailed, SignInFailed
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.people import Account, Person
    from jetway.throttle import Throttle


SECOND_STEP_S = 5 * 60


class SignIn(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/session/`."""

    email: str
    password: Password


class SecondStep(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/session/second_factor/`."""

    ticket: Secret
    code: Code


async def sign_in(desk: Desk, request: Request, _caller: None) -> Response:
    """A new session. The one that the browser had, if any, ends."""
    body = await read_json(request, SignIn)
    tell(email=body.email[:320])
    person = await _authenticated(desk, request, body)
    async with desk.store.writing() as connection:
        if waiting := await second_step_needed(desk, connection, person):
            return waiting
        given = await begin(desk, request, connection, person)
    return await signed_in(desk, person, given)


async def second_step(desk: Desk, request: Request, _caller: None) -> Response:
    """A new session for whoever has shown a password, by a code of their app or a recovery code."""
    body = await read_json(request, SecondStep)
    now = desk.store.now()
    async with desk.store.reading() as connection:
        person = await _waiting(connection, await tickets.find(connection, "second_factor", body.ticket, now))
    desk.throttles.second_factor.take(person.id)
    async with desk.store.writing() as connection:
        if not await is_code(desk, connection, person.id, body.code):
            raise SecondFactorFailed("The code is wrong, or was used before. Wait for the next one.")
        await _waiting(connection, await tickets.use(connection, "second_factor", body.ticket, now))
        given = await begin(desk, request, connection, person, strong=True)
    desk.throttles.second_factor.give_back(person.id)
    return await signed_in(desk, person, given)


async def sign_out(desk: Desk, request: Request, _caller: None) -> Response:
    """End the session and every User Token of it. There may be none: the answer is the same."""
    async with desk.store.writing() as connection:
        await end_session(connection, secret_in(desk.config, request, SESSION), desk.store.now())
    response = no_content()
    cookies.take_session(desk.config, response)
    return response


async def second_step_needed(desk: Desk, connection: AsyncConnection, person: Person) -> Response | None:
    """The answer that asks for a code, where the person has an authenticator app."""
    authenticator = await authenticator_of(connection, person.id)
    if authenticator is None or not authenticator.confirmed:
        return None
    waiting = Ticket("second_factor", person.id)
    ticket = await tickets.issue(connection, waiting, SECOND_STEP_S, desk.store.now())
    return json_answer({"state": "second_factor", "ticket": ticket, "expires_s": SECOND_STEP_S})


async def begin(
    desk: Desk, request: Request, connection: AsyncConnection, person: Person, *, strong: bool = False
) -> Cookies:
    """A new session of this browser, which is known from now on. The session that it had ends."""
    now = desk.store.now()
    acts(person.id, person.name)
    await end_session(connection, secret_in(desk.config, request, SESSION), now)
    user_agent = request.headers.get("user-agent", "")
    new = NewSession(person, client_address(request), user_agent, strong)
    session = await open_session(connection, new, now)
    device = await remember_device(connection, secret_in(desk.config, request, DEVICE), person.id, now)
    return Cookies(session, device)


async def signed_in(desk: Desk, person: Person, given: Cookies | None, *, status: int = 200) -> Response:
    """Who is signed in, and, for a new session, the cookies that say so from now on."""
    async with desk.store.reading() as connection:
        response = json_answer(await signed_in_document(connection, person), status)
    if given is not None:
        cookies.give(desk.config, response, given)
    return response


async def _waiting(connection: AsyncConnection, ticket: Ticket | None) -> Person:
    account = await account_of(connection, ticket.person) if ticket and ticket.person else None
    if account is None or account.suspended:
        raise SignInFailed("This took too long. Sign in again.")
    return account.person


async def _authenticated(desk: Desk, request: Request, body: SignIn) -> Person:
    """Whose e-mail and password these are. An unknown address takes as long as a wrong password."""
    key = email_key(body.email)
    tries = await _tries(desk, request, key or "")
    for throttle, name in tries:
        throttle.take(name)
    found = None
    if key is not None:
        async with desk.store.reading() as connection:
            found = await account_by_email(connection, key)
    password_hash = found.password_hash if found and not found.suspended else ""
    if not await desk.passwords.verify(body.password, password_hash) or found is None:
        raise SignInFailed("E-mail or password is wrong.")
    for throttle, name in tries:
        throttle.give_back(name)
    await _renew_hash(desk, found, body.password)
    return found.person


async def _tries(desk: Desk, request: Request, account: str) -> list[tuple[Throttle, str]]:
    """Where this try counts. From a browser that the account is known from, only among that browser's own.

    Everywhere else by address, by account and address, and, against many addresses, by account.
    """
    device = secret_in(desk.config, request, DEVICE)
    session = await current_session(desk, request)
    async with desk.store.reading() as connection:
        known = await is_device_of(connection, device, account, desk.store.now())
    if session and email_key(session.person.email) == account:
        return [(desk.throttles.browser, session.id)]
    if known:
        return [(desk.throttles.browser, f"{device} {account}")]
    address = client_address(request)
    return [
        (desk.throttles.address, address),
        (desk.throttles.account_and_address, f"{account} {address}"),
        (desk.throttles.account, account),
    ]


async def _renew_hash(desk: Desk, account: Account, password: str) -> None:
    """Hashes made when less was asked of them are made anew, now that the password is here."""
    if desk.passwords.outdated(account.password_hash):
        password_hash = await desk.passwords.hash(password)
        async with desk.store.writing() as connection:
            await save_password(connection, account.person.id, password_hash)
