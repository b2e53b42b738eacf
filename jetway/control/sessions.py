"""Who is signed in, and where else: one's own sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from jetway.control import cookies
from jetway.control.answers import json_answer, no_content
from jetway.control.callers import current_session
from jetway.control.fields import Code, Password, refused
from jetway.control.projects import project_documents
from jetway.control.second_factor import is_code
from jetway.control.store.identities import identities_of
from jetway.control.store.people import account_of, is_set_up
from jetway.control.store.second_factors import authenticator_of, count_recovery_codes
from jetway.control.store.sessions import (
    end_session_of,
    end_sessions,
    mark_proved,
    renew_session,
    sessions_of,
)
from jetway.control.user_agent import browser_and_system
from jetway.core.errors import UnknownResource
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.people import Person
    from jetway.control.store.sessions import Session


class Proof(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/account/proof/`: the password, or a code as for the second step."""

    password: Password | None = None
    code: Code | None = None


async def show(desk: Desk, request: Request, _caller: None) -> Response:
    """Whether somebody is signed in, and who. After a change of role, the session's cookie is a new one."""
    session = await current_session(desk, request)
    async with desk.store.reading() as connection:
        if session is None:
            state = "signed_out" if await is_set_up(connection) else "setup"
            return json_answer({"state": state})
        response = json_answer(await signed_in_document(connection, session.person))
    if session.renew:
        async with desk.store.writing() as connection:
            cookies.give_session(desk.config, response, await renew_session(connection, session))
    return response


async def show_ways(desk: Desk, _request: Request, _caller: None) -> Response:
    """Which ways of getting in there are here besides a password."""
    provider = desk.provider
    return json_answer(
        {
            "mail": desk.mailer.on,
            "single_sign_on": provider.config.name if provider else None,
            "passkeys": desk.config.relying_party is not None,
        }
    )


async def show_all(desk: Desk, _request: Request, session: Session) -> Response:
    """Where this person is signed in, the session used last first."""
    async with desk.store.reading() as connection:
        found = await sessions_of(connection, session.person.id, desk.store.now())
    return json_answer({"sessions": [_document(one, this=one.id == session.id) for one in found]})


async def end(desk: Desk, request: Request, session: Session) -> Response:
    """End one of this person's sessions."""
    ended = request.path_params["session"]
    async with desk.store.writing() as connection:
        if not await end_session_of(connection, session.person.id, ended, desk.store.now()):
            raise UnknownResource("There is no such session. It may have ended already.")
    return no_content()


async def end_others(desk: Desk, _request: Request, session: Session) -> Response:
    """End every other session of this person."""
    async with desk.store.writing() as connection:
        await end_sessions(connection, session.person.id, desk.store.now(), but=session.id)
    return no_content()


async def prove(desk: Desk, request: Request, session: Session) -> Response:
    """Prove once more who one is, as sensitive changes need."""
    body = await read_json(request, Proof)
    desk.throttles.second_factor.take(session.person.id)
    if body.code is None:
        await _require_password(desk, session.person.id, body.password or "")
    async with desk.store.writing() as connection:
        if body.code is not None and not await is_code(desk, connection, session.person.id, body.code):
            raise refused("/code", "is wrong, or was used before")
        await mark_proved(connection, session.id, desk.store.now())
    desk.throttles.second_factor.give_back(session.person.id)
    return no_content()


async def show_account(desk: Desk, _request: Request, session: Session) -> Response:
    """How this person signs in."""
    person = session.person
    async with desk.store.reading() as connection:
        account = await account_of(connection, person.id)
        authenticator = await authenticator_of(connection, person.id)
        codes = await count_recovery_codes(connection, person.id)
        issuers = await identities_of(connection, person.id)
    return json_answer(
        {
            "id": person.id,
            "email": person.email,
            "name": person.name,
            "password": bool(account and account.password_hash),
            "authenticator": bool(authenticator and authenticator.confirmed),
            "recovery_codes": codes,
            "single_sign_on": issuers,
            "strong": session.strong,
            "proved_at": session.proved_at,
        }
    )


async def _require_password(desk: Desk, person: str, password: str) -> None:
    async with desk.store.reading() as connection:
        account = await account_of(connection, person)
    if not await desk.passwords.verify(password, account.password_hash if account else ""):
        raise refused("/password", "is not your password")


def _document(session: Session, *, this: bool) -> dict[str, Any]:
    browser, system = browser_and_system(session.user_agent)
    return {
        "id": session.id,
        "browser": browser,
        "system": system,
        "address": session.address,
        "created_at": session.created_at,
        "seen_at": session.seen_at,
        "this": this,
    }


async def signed_in_document(connection: AsyncConnection, person: Person) -> dict[str, Any]:
    """The person who is signed in, and their projects."""
    projects = await project_documents(connection, person.id)
    return {
        "state": "signed_in",
        "person": {"id": person.id, "email": person.email, "name": person.name, "projects": projects},
    }
