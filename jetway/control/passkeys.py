"""Passkeys (WebAuthn): registering them, and signing in with nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from jetway.control.answers import json_answer, no_content
from jetway.control.callers import client_address
from jetway.control.fields import Name, Secret
from jetway.control.sign_in import begin as begin_session
from jetway.control.sign_in import signed_in
from jetway.control.store import tickets
from jetway.control.store.passkeys import (
    NewPasskey,
    add_passkey,
    mark_passkey_used,
    passkey_by_credential,
    passkeys_of,
    remove_passkey,
    rename_passkey,
)
from jetway.control.store.people import account_of
from jetway.control.store.second_factors import mark_strong
from jetway.control.store.sessions import mark_proved
from jetway.control.store.tickets import Ticket
from jetway.core.errors import PasskeyInvalid, RouteNotFound, SignInFailed, UnknownResource
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response
    from webauthn.registration.verify_registration_response import VerifiedRegistration

    from jetway.control.desk import Desk, RelyingParty
    from jetway.control.store.passkeys import Passkey
    from jetway.control.store.people import Person
    from jetway.control.store.sessions import Session

CEREMONY_S = 5 * 60
REFUSED = (WebAuthnException, ValueError, TypeError, LookupError)
"""What the library raises for a response that does not hold, or is none."""


class Registration(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/account/passkeys/`. `credential`: the browser's, as its `toJSON()` has it."""

    ticket: Secret
    name: Name
    credential: dict[str, Any]


class Assertion(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/session/passkey/`."""

    ticket: Secret
    credential: dict[str, Any]


class Named(Struct, forbid_unknown_fields=True):
    """The body of PATCH `/api/account/passkeys/<passkey>/`."""

    name: Name


async def show(desk: Desk, _request: Request, session: Session) -> Response:
    """The person's passkeys."""
    async with desk.store.reading() as connection:
        found = await passkeys_of(connection, session.person.id)
    return json_answer({"passkeys": [_document(passkey) for passkey in found]})


async def begin(desk: Desk, _request: Request, session: Session) -> Response:
    """What the browser needs to make a passkey, for `navigator.credentials.create()`."""
    site, person = _site(desk), session.person
    async with desk.store.writing() as connection:
        known = await passkeys_of(connection, person.id)
        options = generate_registration_options(
            rp_id=site.id,
            rp_name="Jetway",
            user_id=person.id.encode(),
            user_name=person.email,
            user_display_name=person.name,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential) for one in known],
        )
        ticket = await _issue(desk, connection, options.challenge, person.id)
    return json_answer({"ticket": ticket, "options": json.loads(options_to_json(options))})


async def register(desk: Desk, request: Request, session: Session) -> Response:
    """Keep the passkey that the browser made. This session counts as a strong one from now on."""
    site, person = _site(desk), session.person.id
    body = await read_json(request, Registration)
    now = desk.store.now()
    async with desk.store.writing() as connection:
        ticket = await tickets.use(connection, "passkey", body.ticket, now)
    if ticket is None or ticket.person != person:
        raise PasskeyInvalid("This took too long. Begin again.")
    verified = _registered(site, ticket, body.credential)
    new = NewPasskey(
        person, body.name, verified.credential_id, verified.credential_public_key, verified.sign_count
    )
    async with desk.store.writing() as connection:
        passkey = await add_passkey(connection, new, now)
        await mark_strong(connection, session.id)
    return json_answer(_document(passkey), 201)


async def rename(desk: Desk, request: Request, session: Session) -> Response:
    """Give a passkey another name."""
    body = await read_json(request, Named)
    async with desk.store.writing() as connection:
        if not await rename_passkey(connection, session.person.id, request.path_params["passkey"], body.name):
            raise _unknown()
    return no_content()


async def remove(desk: Desk, request: Request, session: Session) -> Response:
    """Forget a passkey."""
    async with desk.store.writing() as connection:
        if not await remove_passkey(connection, session.person.id, request.path_params["passkey"]):
            raise _unknown()
    return no_content()


async def begin_sign_in(desk: Desk, request: Request, _caller: None) -> Response:
    """What the browser needs to ask for a passkey of this site, for `navigator.credentials.get()`."""
    site = _site(desk)
    desk.throttles.asking.take(client_address(request))
    options = generate_authentication_options(
        rp_id=site.id, user_verification=UserVerificationRequirement.REQUIRED
    )
    async with desk.store.writing() as connection:
        ticket = await _issue(desk, connection, options.challenge)
    return json_answer({"ticket": ticket, "options": json.loads(options_to_json(options))})


async def sign_in(desk: Desk, request: Request, _caller: None) -> Response:
    """A new session for the person whose passkey signed. It needs no second step: it is two factors."""
    body, ticket = await _asserted(desk, request)
    async with desk.store.writing() as connection:
        person = await _signer(desk, connection, ticket, body.credential)
        given = await begin_session(desk, request, connection, person, strong=True)
    return await signed_in(desk, person, given)


async def prove(desk: Desk, request: Request, session: Session) -> Response:
    """Prove once more who one is, by a passkey of one's own."""
    body, ticket = await _asserted(desk, request)
    async with desk.store.writing() as connection:
        person = await _signer(desk, connection, ticket, body.credential)
        if person.id != session.person.id:
            raise SignInFailed("This passkey is somebody else's. Take one of yours.")
        await mark_proved(connection, session.id, desk.store.now())
    return no_content()


async def _asserted(desk: Desk, request: Request) -> tuple[Assertion, Ticket]:
    """What the browser sent, and what it was asked, once."""
    _site(desk)
    body = await read_json(request, Assertion)
    async with desk.store.writing() as connection:
        ticket = await tickets.use(connection, "passkey", body.ticket, desk.store.now())
    if ticket is None or ticket.person is not None:
        raise SignInFailed("This took too long. Begin again.")
    desk.throttles.asking.give_back(client_address(request))
    return body, ticket


def _site(desk: Desk) -> RelyingParty:
    site = desk.config.relying_party
    if site is None:
        raise RouteNotFound("Passkeys need a public address with a host name.")
    return site


async def _issue(desk: Desk, connection: AsyncConnection, challenge: bytes, person: str | None = None) -> str:
    document = {"challenge": bytes_to_base64url(challenge)}
    return await tickets.issue(connection, Ticket("passkey", person, document), CEREMONY_S, desk.store.now())


def _registered(site: RelyingParty, ticket: Ticket, credential: dict[str, Any]) -> VerifiedRegistration:
    try:
        return verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(ticket.document["challenge"]),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except REFUSED as error:
        raise PasskeyInvalid("The browser's passkey was refused. Begin again.") from error


async def _signer(
    desk: Desk, connection: AsyncConnection, ticket: Ticket, credential: dict[str, Any]
) -> Person:
    """Whose passkey signed the challenge."""
    site = _site(desk)
    refusal = SignInFailed("This passkey is not known here, or did not sign. Sign in in another way.")
    try:
        passkey = await passkey_by_credential(connection, base64url_to_bytes(credential["id"]))
        account = await account_of(connection, passkey.person) if passkey else None
        if passkey is None or account is None or account.suspended:
            raise refusal
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(ticket.document["challenge"]),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except REFUSED:
        raise refusal from None
    await mark_passkey_used(connection, passkey, verified.new_sign_count, desk.store.now())
    return account.person


def _unknown() -> UnknownResource:
    return UnknownResource("There is no such passkey.")


def _document(passkey: Passkey) -> dict[str, Any]:
    return {
        "id": passkey.id,
        "name": passkey.name,
        "created_at": passkey.created_at,
        "used_at": passkey.used_at,
    }
