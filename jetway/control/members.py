"""Who works in a project, in which role, and who may change that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import asdict

from jetway.control.answers import json_answer, no_content
from jetway.control.attributes import Attributes, require_attributes
from jetway.control.default_policy import OWNER
from jetway.control.fields import Id
from jetway.control.invitations import invitation_document
from jetway.control.rank import require_rank, require_rank_everywhere, require_role
from jetway.control.store.audit import tell
from jetway.control.store.invitations import invitations_of
from jetway.control.store.members import (
    change_role,
    find_membership,
    lock_project,
    members_of,
    remove_member,
    require_other_owner,
    roles_held,
    set_attributes,
    suspend,
    unsuspend,
)
from jetway.control.store.policies import role_names
from jetway.control.store.sessions import end_sessions
from jetway.core.errors import RightMissing, UnknownResource
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.members import Membership
    from jetway.control.store.tokens import Member


class MemberChange(Struct, forbid_unknown_fields=True):
    """The body of PATCH `/api/projects/<id>/members/<member>/`: what is left out stays."""

    role: Id | UnsetType = UNSET
    suspended: bool | UnsetType = UNSET
    attributes: Attributes | UnsetType = UNSET


async def show(desk: Desk, _request: Request, member: Member) -> Response:
    """Everybody in the project, everybody who is invited, and the roles there are to give."""
    now = desk.store.now()
    async with desk.store.reading() as connection:
        members = await members_of(connection, member.project)
        invited = await invitations_of(connection, member.project)
        roles = await role_names(connection, member.project)
    return json_answer(
        {
            "members": [member_document(one) for one in members],
            "invitations": [invitation_document(one, now) for one in invited],
            "roles": roles,
        }
    )


async def change(desk: Desk, request: Request, member: Member) -> Response:
    """Give a member another role or other attributes; suspend them, or let them sign in again."""
    body = await read_json(request, MemberChange)
    if body.attributes is not UNSET:
        require_attributes(body.attributes)
    tell(**{name: value for name, value in asdict(body).items() if value is not UNSET})
    now = desk.store.now()
    async with desk.store.writing() as connection:
        await _lock(connection, request, member, everywhere=body.suspended is not UNSET)
        found = await _found(connection, request, member)
        if body.role is not UNSET and body.role != found.role:
            await _change_role(connection, member, found, body.role, now)
        if body.suspended is not UNSET and body.suspended != found.suspended:
            await _change_suspended(connection, member, found, suspended=body.suspended, now=now)
        if body.attributes is not UNSET and body.attributes != found.attributes:
            await _change_attributes(connection, member, found, body.attributes, now)
        changed = await _found(connection, request, member)
    return json_answer(member_document(changed))


async def remove(desk: Desk, request: Request, member: Member) -> Response:
    """End a membership: somebody else's, or one's own."""
    async with desk.store.writing() as connection:
        await lock_project(connection, member.project)
        found = await _found(connection, request, member)
        if found.person.id != member.person.id:
            require_rank(member.role, found.role)
        if found.role == OWNER:
            await require_other_owner(connection, member.project, found.person.id)
        await remove_member(connection, member.project, found.person.id, desk.store.now())
    return no_content()


async def sign_out(desk: Desk, request: Request, member: Member) -> Response:
    """End every session of a member."""
    async with desk.store.writing() as connection:
        found = await _found(connection, request, member)
        require_rank(member.role, found.role)
        await end_sessions(connection, found.person.id, desk.store.now())
    return no_content()


def member_document(membership: Membership) -> dict[str, Any]:
    """A member as the API shows them."""
    person = membership.person
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": membership.role,
        "seen_at": membership.seen_at,
        "suspended": membership.suspended,
        "attributes": membership.attributes,
    }


async def _lock(connection: AsyncConnection, request: Request, member: Member, *, everywhere: bool) -> None:
    """Lock the project, or every project that the person of the path is in, always in the same order."""
    person = request.path_params["member"]
    for project in await roles_held(connection, person) if everywhere else (member.project,):
        await lock_project(connection, project)


async def _found(connection: AsyncConnection, request: Request, member: Member) -> Membership:
    found = await find_membership(connection, member.project, request.path_params["member"])
    if found is None:
        raise UnknownResource("There is no such member.")
    return found


async def _change_role(
    connection: AsyncConnection, member: Member, found: Membership, role: str, now: int
) -> None:
    """Nobody changes their own role: who hands a project on makes an owner, who then makes them less."""
    if found.person.id == member.person.id:
        raise RightMissing("Nobody changes their own role. Ask another owner or admin.")
    require_rank(member.role, found.role)
    require_rank(member.role, role)
    await require_role(connection, member.project, role)
    if found.role == OWNER:
        await require_other_owner(connection, member.project, found.person.id)
    await change_role(connection, member.project, found.person.id, role, now)


async def _change_attributes(
    connection: AsyncConnection, member: Member, found: Membership, attributes: Attributes, now: int
) -> None:
    """Attributes decide what rows somebody sees: only owners give them to themselves."""
    if found.person.id == member.person.id and member.role != OWNER:
        raise RightMissing("Nobody but an owner changes their own attributes. Ask another owner or admin.")
    require_rank(member.role, found.role)
    await set_attributes(connection, member.project, found.person.id, attributes, now)


async def _change_suspended(
    connection: AsyncConnection, member: Member, found: Membership, *, suspended: bool, now: int
) -> None:
    if found.person.id == member.person.id:
        raise RightMissing("Nobody suspends themselves. Ask another owner or admin.")
    await require_rank_everywhere(connection, member.person.id, found.person.id)
    if not suspended:
        return await unsuspend(connection, found.person.id)
    for project, role in (await roles_held(connection, found.person.id)).items():
        if role == OWNER:
            await require_other_owner(connection, project, found.person.id)
    return await suspend(connection, found.person.id, now)
