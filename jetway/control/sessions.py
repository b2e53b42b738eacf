"""Signing in and out, and who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from jetway.control.answers import json_answer, no_content
from jetway.control.callers import cookie_name, current_session
from jetway.control.email_address import email_key
from jetway.control.fields import Password
from jetway.control.store.bridges import bridges_of
from jetway.control.store.people import account_by_email, is_set_up, save_password
from jetway.control.store.projects import projects_of
from jetway.control.store.sessions import LIFE_S, end_session, open_session
from jetway.core.errors import SignInFailed
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.people import Account, Person
    from jetway.control.store.projects import Project


class SignIn(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/session/`."""

    email: str
    password: Password


async def show(desk: Desk, request: Request, _caller: None) -> Response:
    """Whether somebody is signed in, and who."""
    session = await current_session(desk, request)
    async with desk.store.reading() as connection:
        if session:
            return json_answer(await _signed_in_document(connection, session.person))
        state = "signed_out" if await is_set_up(connection) else "setup"
    return json_answer({"state": state})


async def sign_in(desk: Desk, request: Request, _caller: None) -> Response:
    """A new session. The one that the browser had, if any, ends."""
    body = await read_json(request, SignIn)
    person = await _authenticated(desk, client_address(request), body)
    now = desk.store.now()
    async with desk.store.writing() as connection:
        await end_session(connection, request.cookies.get(cookie_name(desk.config), ""), now)
        secret = await open_session(connection, person, now)
    return await signed_in(desk, person, secret)


async def sign_out(desk: Desk, request: Request, _caller: None) -> Response:
    """End the session and every User Token of it. There may be none: the answer is the same."""
    async with desk.store.writing() as connection:
        secret = request.cookies.get(cookie_name(desk.config), "")
        await end_session(connection, secret, desk.store.now())
    response = no_content()
    response.delete_cookie(cookie_name(desk.config), secure=desk.config.secure, httponly=True, samesite="lax")
    return response


async def signed_in(desk: Desk, person: Person, secret: str | None, *, status: int = 200) -> Response:
    """Who is signed in, and, for a new session, the cookie that says so from now on."""
    async with desk.store.reading() as connection:
        response = json_answer(await _signed_in_document(connection, person), status)
    if secret is not None:
        name, secure = cookie_name(desk.config), desk.config.secure
        response.set_cookie(name, secret, max_age=LIFE_S, secure=secure, httponly=True, samesite="lax")
    return response


def client_address(request: Request) -> str:
    """Where the request comes from, as the server believes it."""
    return request.client.host if request.client else ""


async def _authenticated(desk: Desk, address: str, body: SignIn) -> Person:
    """Whose e-mail and password these are. An unknown address takes as long as a wrong password."""
    key = email_key(body.email)
    account = key or ""
    desk.throttles.address.take(address)
    desk.throttles.account.take(account)
    found = None
    if key is not None:
        async with desk.store.reading() as connection:
            found = await account_by_email(connection, key)
    password_hash = found.password_hash if found and not found.suspended else ""
    if not await desk.passwords.verify(body.password, password_hash) or found is None:
        raise SignInFailed("E-mail or password is wrong.")
    desk.throttles.address.give_back(address)
    desk.throttles.account.give_back(account)
    await _renew_hash(desk, found, body.password)
    return found.person


async def _renew_hash(desk: Desk, account: Account, password: str) -> None:
    """Hashes made when less was asked of them are made anew, now that the password is here."""
    if desk.passwords.outdated(account.password_hash):
        password_hash = await desk.passwords.hash(password)
        async with desk.store.writing() as connection:
            await save_password(connection, account.person.id, password_hash)


async def _signed_in_document(connection: AsyncConnection, person: Person) -> dict[str, Any]:
    projects = [
        await _project_document(connection, project) for project in await projects_of(connection, person.id)
    ]
    return {
        "state": "signed_in",
        "person": {"id": person.id, "email": person.email, "name": person.name, "projects": projects},
    }


async def _project_document(connection: AsyncConnection, project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "name": project.name,
        "role": project.role,
        "environment": {"id": project.environment.id, "name": project.environment.name},
        "bridges": [
            {"id": bridge, "name": facts.name, "url": facts.url, "engine": facts.engine}
            for bridge, facts in await bridges_of(connection, project.environment.id)
        ],
    }
