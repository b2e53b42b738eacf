"""Signing in at an OpenID provider: who comes back from it, and what their groups give them here."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlencode

from msgspec import Meta, Struct
from starlette.responses import RedirectResponse

from jetway.control import cookies
from jetway.control.answers import HEADERS, json_answer, no_content
from jetway.control.attributes import attributes_in
from jetway.control.callers import client_address, current_session, require_recent
from jetway.control.cookies import SIGN_ON, secret_in
from jetway.control.email_address import email_key
from jetway.control.fields import Id
from jetway.control.invitations import join
from jetway.control.oidc_client import LEEWAY_S, Attempt, groups_in
from jetway.control.rank import require_role
from jetway.control.sign_in import begin as begin_session
from jetway.control.sign_in import second_step_needed, signed_in
from jetway.control.store import tickets
from jetway.control.store.audit import Deed, write_line
from jetway.control.store.identities import (
    add_identity,
    apply_claims,
    apply_groups,
    group_roles_of,
    person_by_identity,
    roles_by_group,
    save_group_roles,
)
from jetway.control.store.invitations import invitations_to
from jetway.control.store.people import NewPerson, account_by_email, account_of, add_person
from jetway.control.store.sessions import mark_proved
from jetway.control.store.tickets import Ticket
from jetway.core.audit import Author, Way
from jetway.core.errors import (
    NoAccess,
    OauthStateInvalid,
    OidcInvalid,
    RouteNotFound,
    SessionMissing,
    SignInFailed,
    SignInFirst,
)
from jetway.core.token import digest
from jetway.json_body import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.oidc_client import OidcClient
    from jetway.control.store.people import Person
    from jetway.control.store.sessions import Session
    from jetway.control.store.tokens import Member

ATTEMPT_S = 10 * 60
MOST_GROUPS = 200
Group = Annotated[str, Meta(min_length=1, max_length=200)]


class Begin(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/single_sign_on/begin/`."""

    purpose: Literal["sign_in", "prove", "link", "test"] = "sign_in"


class Finish(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/single_sign_on/finish/`: what the provider sent back."""

    code: Annotated[str, Meta(max_length=4000)]
    state: Annotated[str, Meta(max_length=256)]


class GroupRole(Struct, forbid_unknown_fields=True):
    """A group at the provider, and the role of whoever is in it."""

    group: Group
    role: Id


class Groups(Struct, forbid_unknown_fields=True):
    """The body of PUT `/api/projects/<id>/groups/`."""

    groups: Annotated[list[GroupRole], Meta(max_length=MOST_GROUPS)]


async def begin(desk: Desk, request: Request, _caller: None) -> Response:
    """The provider's address to go to; this browser alone can come back from it."""
    provider = _provider(desk)
    body = await read_json(request, Begin)
    session = await current_session(desk, request)
    if body.purpose != "sign_in" and session is None:
        raise SessionMissing("Sign in first, with the password.")
    if body.purpose == "link" and session is not None:
        require_recent(desk, session.proved_at)
    desk.throttles.asking.take(client_address(request))
    bound, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    now = desk.store.now()
    document: dict[str, Any] = {"purpose": body.purpose, "begun": now, "bound": digest(bound)}
    document |= {"nonce": nonce, "verifier": verifier}
    person = session.person.id if session and body.purpose != "sign_in" else None
    async with desk.store.writing() as connection:
        ticket = Ticket("single_sign_on", person, document)
        state = await tickets.issue(connection, ticket, ATTEMPT_S, now)
    anew = body.purpose == "prove"
    url = await provider.address(Attempt(_redirect_uri(desk), state, nonce, verifier, anew=anew))
    response = json_answer({"url": url})
    cookies.give_sign_on(desk.config, response, bound, ATTEMPT_S)
    return response


async def come_back(desk: Desk, request: Request, _caller: None) -> Response:
    """Hand what the provider says to the page, which finishes the sign-in from this site."""
    _provider(desk)
    said = {name: request.query_params.get(name, "")[:4000] for name in ("code", "state", "error")}
    page = desk.config.link("single-sign-on?" + urlencode({name: v for name, v in said.items() if v}))
    return RedirectResponse(page, 303, headers=HEADERS)


async def finish(desk: Desk, request: Request, _caller: None) -> Response:
    """Sign in, link, or only show the claims: whatever was begun in this browser."""
    provider = _provider(desk)
    body = await read_json(request, Finish)
    async with desk.store.writing() as connection:
        ticket = await tickets.use(connection, "single_sign_on", body.state, desk.store.now())
    bound = secret_in(desk.config, request, SIGN_ON)
    if ticket is None or digest(bound) != ticket.document["bound"]:
        raise OauthStateInvalid("This sign-in was not begun in this browser, or took too long. Start again.")
    held = ticket.document
    attempt = Attempt(_redirect_uri(desk), body.state, held["nonce"], held["verifier"])
    claims = await provider.claims(body.code, attempt)
    if held["purpose"] == "sign_in":
        return await _sign_in(desk, request, provider, claims)
    session = await current_session(desk, request)
    if session is None or session.person.id != ticket.person:
        raise OauthStateInvalid("Somebody else is signed in by now. Start again.")
    if held["purpose"] == "test":
        return json_answer({"state": "claims", "claims": claims, "groups": sorted(_groups(provider, claims))})
    if held["purpose"] == "prove":
        _require_anew(claims, held["begun"])
        return await _prove(desk, provider, session, claims)
    return await _link(desk, provider, session, claims)


async def show_groups(desk: Desk, _request: Request, member: Member) -> Response:
    """Which group has which role, the one that counts first first."""
    async with desk.store.reading() as connection:
        found = await group_roles_of(connection, member.project)
    return json_answer({"groups": [{"group": group, "role": role} for group, role in found]})


async def put_groups(desk: Desk, request: Request, member: Member) -> Response:
    """Say which group has which role. It holds for each person from their next sign-in on."""
    body = await read_json(request, Groups)
    async with desk.store.writing() as connection:
        for pair in body.groups:
            await require_role(connection, member.project, pair.role)
        await save_group_roles(connection, member.project, [(pair.group, pair.role) for pair in body.groups])
    return no_content()


def _provider(desk: Desk) -> OidcClient:
    if desk.provider is None:
        raise RouteNotFound("Single sign-on is not set up here.")
    return desk.provider


def _redirect_uri(desk: Desk) -> str:
    return f"{(desk.config.public_url or '').rstrip('/')}/api/single_sign_on/callback/"


def _groups(provider: OidcClient, claims: Mapping[str, Any]) -> frozenset[str]:
    return groups_in(claims, provider.config.groups_claim)


async def _link(desk: Desk, provider: OidcClient, session: Session, claims: Mapping[str, Any]) -> Response:
    """Let whoever is signed in sign in at the provider from now on."""
    now, issuer = desk.store.now(), provider.config.issuer
    async with desk.store.writing() as connection:
        if await person_by_identity(connection, issuer, claims["sub"]) != session.person.id:
            await add_identity(connection, issuer, claims["sub"], session.person.id, now)
    return await signed_in(desk, session.person, None)


def _require_anew(claims: Mapping[str, Any], begun: int) -> None:
    """Raises `SignInFailed` where the provider says that it asked nobody since. Not every one tells."""
    asked = claims.get("auth_time")
    if isinstance(asked, int | float) and asked < begun - LEEWAY_S:
        raise SignInFailed(
            "The sign-in service did not ask you again who you are. Sign out there, and try again."
        )


async def _prove(desk: Desk, provider: OidcClient, session: Session, claims: Mapping[str, Any]) -> Response:
    """Prove once more who one is, by one's own identity at the provider."""
    async with desk.store.writing() as connection:
        person = await person_by_identity(connection, provider.config.issuer, claims["sub"])
        if person != session.person.id:
            raise SignInFailed(
                "The sign-in service says that you are somebody else. Sign in there as yourself."
            )
        await mark_proved(connection, session.id, desk.store.now())
    return json_answer({"state": "proved"})


async def _sign_in(desk: Desk, request: Request, provider: OidcClient, claims: Mapping[str, Any]) -> Response:
    methods = claims.get("amr")
    strong = isinstance(methods, list) and "mfa" in methods
    async with desk.store.writing() as connection:
        person = await _person(desk, connection, provider, claims)
        await _apply(desk, connection, provider, person, claims)
        if not strong and (waiting := await second_step_needed(desk, connection, person)):
            return waiting
        given = await begin_session(desk, request, connection, person, strong=strong)
    return await signed_in(desk, person, given)


async def _apply(
    desk: Desk, connection: AsyncConnection, provider: OidcClient, person: Person, claims: Mapping[str, Any]
) -> None:
    """Give the person the roles and attributes that the claims say; the audit tells what changed where."""
    now, names = desk.store.now(), provider.config.attributes
    by_group = await roles_by_group(connection, _groups(provider, claims))
    roles = await apply_groups(connection, person.id, by_group, now)
    said = attributes_in(claims, names)
    attributes = await apply_claims(connection, person.id, names.keys(), said, now)
    author = Author(person.id, person.name, "", Way.PAGE)
    for project in roles | attributes:
        told: dict[str, Any] = {"role": roles[project]} if project in roles else {}
        told |= {"attributes": attributes[project]} if project in attributes else {}
        deed = Deed(author, "single_sign_on.apply", project, person.id, told)
        await write_line(connection, desk.store.clock, deed)


async def _person(
    desk: Desk, connection: AsyncConnection, provider: OidcClient, claims: Mapping[str, Any]
) -> Person:
    """The person with that identity, or a new one whom a group or an invitation lets in."""
    issuer, subject, now = provider.config.issuer, claims["sub"], desk.store.now()
    known = await person_by_identity(connection, issuer, subject)
    if known is not None:
        account = await account_of(connection, known)
        if account is None or account.suspended:
            raise SignInFailed("This account cannot sign in. Ask an owner of your project.")
        return account.person
    email = claims.get("email")
    key = email_key(email) if isinstance(email, str) else None
    if key is None or not isinstance(email, str) or claims.get("email_verified") is not True:
        raise OidcInvalid("The sign-in service vouches for no e-mail address of yours. Tell whoever runs it.")
    if await account_by_email(connection, key) is not None:
        raise SignInFirst("There is an account with this address. Sign in with its password, then link it.")
    invited = await invitations_to(connection, key, now)
    if not invited and not await roles_by_group(connection, _groups(provider, claims)):
        raise NoAccess("Nobody has let you in here yet. Ask an owner of the project for an invitation.")
    said = claims.get("name")
    name = " ".join(said.split())[:200] if isinstance(said, str) else ""
    person = await add_person(connection, NewPerson(email, key, name or email, ""), now)
    await add_identity(connection, issuer, subject, person.id, now)
    for invitation in invited:
        await join(connection, invitation, person)
    return person
