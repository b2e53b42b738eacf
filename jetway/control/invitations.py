"""Inviting people to a project, by mail or by a link that is copied, and accepting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from jetway.control.answers import json_answer, no_content
from jetway.control.callers import client_address, current_session
from jetway.control.email_address import email_key
from jetway.control.fields import Id, Name, NewPassword, Secret, refused
from jetway.control.letters import invitation_letter
from jetway.control.password_rules import require_good_password
from jetway.control.rank import require_rank, require_role
from jetway.control.sign_in import begin, signed_in
from jetway.control.store.audit import tell
from jetway.control.store.invitations import (
    NewInvitation,
    add_invitation,
    end_invitation,
    find_invitation,
    invitation_by_code,
    renew_invitation,
)
from jetway.control.store.members import add_member, lock_project
from jetway.control.store.people import NewPerson, account_by_email, add_person
from jetway.control.store.projects import role_of
from jetway.control.store.sessions import Session
from jetway.core.errors import Conflict, LinkInvalid, SignInFirst, UnknownResource
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.invitations import Invitation
    from jetway.control.store.people import Person
    from jetway.control.store.tokens import Member


class Invite(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/projects/<id>/invitations/`. `mail`: send the link, where that is possible."""

    email: str
    role: Id
    mail: bool = True


class Resend(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/projects/<id>/invitations/<invitation>/resend/`."""

    mail: bool = True


class Code(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/invitations/show/`."""

    code: Secret


class Acceptance(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/invitations/accept/`: name and password where a new account is made."""

    code: Secret
    name: Name | None = None
    password: NewPassword | None = None


async def invite(desk: Desk, request: Request, member: Member) -> Response:
    """An invitation, and its link, which is told this once. Whether the address has an account, is not."""
    body = await read_json(request, Invite)
    tell(email=body.email, role=body.role)
    key = email_key(body.email)
    if key is None:
        raise refused("/email", "takes an e-mail address")
    require_rank(member.role, body.role)
    new = NewInvitation(member.project, body.email, key, body.role, member.person.id)
    async with desk.store.writing() as connection:
        await lock_project(connection, member.project)
        await require_role(connection, member.project, body.role)
        await _require_no_member(connection, member.project, key)
        invitation, code = await add_invitation(connection, new, desk.store.now())
    return await _handed_out(desk, invitation, code, mail=body.mail, status=201)


async def resend(desk: Desk, request: Request, member: Member) -> Response:
    """A new link for an invitation, good for another week. The one before ends."""
    body = await read_json(request, Resend)
    async with desk.store.writing() as connection:
        invitation = await _found(connection, request, member)
        require_rank(member.role, invitation.role)
        invitation, code = await renew_invitation(connection, invitation, desk.store.now())
    return await _handed_out(desk, invitation, code, mail=body.mail, status=200)


async def revoke(desk: Desk, request: Request, member: Member) -> Response:
    """End an invitation: its link is good for nothing from now on."""
    async with desk.store.writing() as connection:
        invitation = await _found(connection, request, member)
        require_rank(member.role, invitation.role)
        await end_invitation(connection, invitation)
    return no_content()


async def show(desk: Desk, request: Request, _caller: None) -> Response:
    """What a link invites to, before anybody accepts."""
    body = await read_json(request, Code)
    desk.throttles.code.take(client_address(request))
    async with desk.store.reading() as connection:
        invitation = await _by_code(connection, body.code, desk.store.now())
    desk.throttles.code.give_back(client_address(request))
    return json_answer(
        {
            "project": invitation.project_name,
            "role": invitation.role,
            "email": invitation.email,
            "invited_by": invitation.invited_by,
            "expires_at": invitation.expires_at,
        }
    )


async def accept(desk: Desk, request: Request, _caller: None) -> Response:
    """Make whoever is signed in, or a new person, a member. A new person is signed in."""
    body = await read_json(request, Acceptance)
    session = await current_session(desk, request)
    now = desk.store.now()
    desk.throttles.code.take(client_address(request))
    async with desk.store.reading() as connection:
        invitation = await _by_code(connection, body.code, now)
        await _require_own(connection, invitation, session)
    desk.throttles.code.give_back(client_address(request))
    joining = session or await _new_person(desk, invitation, body)
    async with desk.store.writing() as connection:
        invitation = await _by_code(connection, body.code, now)
        person = await _person(connection, invitation, joining, now)
        await join(connection, invitation, person)
        given = None if session else await begin(desk, request, connection, person)
    return await signed_in(desk, person, given, status=200 if session else 201)


def invitation_document(invitation: Invitation, now: int) -> dict[str, Any]:
    """An invitation as the API shows it to those who run the project."""
    return {
        "id": invitation.id,
        "email": invitation.email,
        "role": invitation.role,
        "invited_by": invitation.invited_by,
        "expires_at": invitation.expires_at,
        "expired": invitation.expires_at <= now,
    }


async def join(connection: AsyncConnection, invitation: Invitation, person: Person) -> None:
    """Make the person a member, once. Raises `LinkInvalid` where the invitation is used up."""
    if not await end_invitation(connection, invitation):
        raise LinkInvalid("The link is wrong, used up, revoked or expired. Ask for a new one.")
    if await role_of(connection, person.id, invitation.project) is None:
        await add_member(connection, person.id, invitation.project, invitation.role)


async def _handed_out(desk: Desk, invitation: Invitation, code: str, *, mail: bool, status: int) -> Response:
    """The invitation with its link. `mail`: "sent", "failed", or "off" where none was to be sent."""
    link = desk.config.link(f"invite?code={code}")
    sent = "off"
    if mail and desk.mailer.on:
        sent = "sent" if await desk.mailer.send(invitation_letter(invitation, link)) else "failed"
    document = {**invitation_document(invitation, desk.store.now()), "link": link, "mail": sent}
    return json_answer(document, status)


async def _require_no_member(connection: AsyncConnection, project: str, key: str) -> None:
    found = await account_by_email(connection, key)
    if found and await role_of(connection, found.person.id, project):
        raise Conflict("This person is a member already. Change their role in the list of members.")


async def _found(connection: AsyncConnection, request: Request, member: Member) -> Invitation:
    found = await find_invitation(connection, member.project, request.path_params["invitation"])
    if found is None:
        raise UnknownResource("There is no such invitation.")
    return found


async def _by_code(connection: AsyncConnection, code: str, now: int) -> Invitation:
    found = await invitation_by_code(connection, code, now)
    if found is None:
        raise LinkInvalid("The link is wrong, used up, revoked or expired. Ask for a new one.")
    return found


async def _require_own(connection: AsyncConnection, invitation: Invitation, session: Session | None) -> None:
    """Raises `SignInFirst` where the invitation is for another person than the one who is signed in."""
    if session:
        own = email_key(session.person.email) == invitation.email_key
    else:
        own = await account_by_email(connection, invitation.email_key) is None
    if not own:
        raise SignInFirst(
            f"This invitation is for {invitation.email}. Sign in with that address, then open the link again."
        )


async def _new_person(desk: Desk, invitation: Invitation, body: Acceptance) -> NewPerson:
    if body.name is None:
        raise refused("/name", "is required")
    if body.password is None:
        raise refused("/password", "is required")
    require_good_password(body.password, invitation.email, body.name)
    password_hash = await desk.passwords.hash(body.password)
    return NewPerson(invitation.email, invitation.email_key, body.name, password_hash)


async def _person(
    connection: AsyncConnection, invitation: Invitation, joining: Session | NewPerson, now: int
) -> Person:
    if isinstance(joining, Session):
        return joining.person
    await _require_own(connection, invitation, None)  # Again: the account may have been made meanwhile.
    return await add_person(connection, joining, now)
