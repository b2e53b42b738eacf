"""User Tokens from a session, and what they mean to a bridge that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from jetway.control.answers import json_answer
from jetway.control.callers import require_manager
from jetway.control.fields import Id, Sha256, refused
from jetway.control.rank import require_rank, require_role_here
from jetway.control.store.api_tokens import USED_EVERY_S, find_machine, mark_used
from jetway.control.store.audit import tell_of
from jetway.control.store.bridges import find_bridge
from jetway.control.store.epoch import epoch_of
from jetway.control.store.members import find_membership
from jetway.control.store.policies import policy_version
from jetway.control.store.projects import place_of, role_of
from jetway.control.store.second_factors import asks_for_second_factor
from jetway.control.store.tokens import CONTROL, OWN, Member, ViewAs, Viewed, add_user_token, find_member
from jetway.core.errors import SecondFactorRequired, UnknownResource
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.api_tokens import ApiToken
    from jetway.control.store.bridges import Bridge
    from jetway.control.store.members import Membership
    from jetway.control.store.projects import Place
    from jetway.control.store.sessions import Session

FRESH_S = 60
STALE_S = 900
INACTIVE = {"active": False}


class As(Struct, forbid_unknown_fields=True):
    """Whom to view as: one of the two."""

    role: Id | None = None
    member: Id | None = None


class NewUserToken(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/user_tokens/`."""

    audience: Id
    project: Id
    environment: Id | None = None
    as_: As | None = field(name="as", default=None)


class Question(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/project_auth/`."""

    token_sha256: Sha256


async def mint(desk: Desk, request: Request, session: Session) -> Response:
    """A User Token for one audience: control, or one bridge of the project."""
    body = await read_json(request, NewUserToken)
    now = desk.store.now()
    async with desk.store.writing() as connection:
        role = await role_of(connection, session.person.id, body.project)
        if role is None:
            raise UnknownResource("There is no such project.")
        if not session.strong and await asks_for_second_factor(connection, body.project):
            raise SecondFactorRequired("This project lets in only who signed in with a second factor.")
        place = await _place(connection, body)
        as_ = OWN if body.as_ is None else await _view_as(connection, body, body.as_, place, role)
        token, expires_s = await add_user_token(connection, session, place, body.audience, now, as_)
    return json_answer({"token": token, "expires_s": expires_s}, 201)


async def _place(connection: AsyncConnection, body: NewUserToken) -> Place:
    """Where the token is for: the bridge's environment; for control, the one named, or the first."""
    if body.audience == CONTROL:
        place = await place_of(connection, body.project, body.environment)
        if place is None:
            raise UnknownResource("There is no such environment in the project.")
        return place
    bridge = await find_bridge(connection, body.project, body.audience)
    if bridge is None or body.environment not in (None, bridge.place.environment):
        raise UnknownResource("There is no such bridge in the project.")
    return bridge.place


async def _view_as(
    connection: AsyncConnection, body: NewUserToken, as_: As, place: Place, role: str
) -> ViewAs:
    """Whom somebody in `role` is to view as, and a line of the audit about it. Raises `RightMissing`."""
    require_manager(role)
    if (as_.role is None) == (as_.member is None):
        raise refused("/as", "takes either a role or a member")
    if body.audience == CONTROL:
        raise refused("/as", "is for the token of a bridge")
    if as_.member is None:
        assert as_.role is not None
        require_rank(role, as_.role)
        await require_role_here(connection, place.environment, as_.role, "/as/role")
        tell_of(place.project, role, view_as={"role": as_.role})
        return ViewAs(role=as_.role)
    found = await find_membership(connection, place.project, as_.member)
    if found is None or found.suspended:
        raise UnknownResource("There is no such member, or they are suspended.")
    require_rank(role, found.role)
    told = {"role": found.role, "member": found.person.id, "name": found.person.name}
    tell_of(place.project, role, view_as=told)
    return ViewAs(person=found.person.id)


async def project_auth(desk: Desk, request: Request, bridge: Bridge) -> Response:
    """Who the token is to this bridge. One answer for every token that is not good here."""
    body = await read_json(request, Question)
    now = desk.store.now()
    async with desk.store.reading() as connection:
        member = await find_member(connection, body.token_sha256, bridge.id, now)
        machine = await find_machine(connection, body.token_sha256, bridge.place.environment, now)
        holds = {
            "epoch": await epoch_of(connection),
            "policy_version": await policy_version(connection, bridge.place.environment),
        }
    if member and member.environment == bridge.place.environment:
        left_s = member.expires_at - now
        if member.viewed is None:
            return json_answer(_grant(_person(member), left_s) | holds)
        return json_answer(_grant(_person(member.viewed), left_s) | holds | {"by": _person(member)})
    if machine:
        await _note_use(desk, machine, now)
        grant = _grant(_script(machine), machine.expires_at - now) | holds
        return json_answer(grant | {"scope": {"read_only": machine.read_only, "tables": machine.tables}})
    return json_answer(INACTIVE)


async def show_member(desk: Desk, request: Request, bridge: Bridge) -> Response:
    """The actor that a member of the project would be at this bridge; none for somebody suspended."""
    async with desk.store.reading() as connection:
        found = await find_membership(connection, bridge.place.project, request.path_params["member"])
    return json_answer({"actor": None if found is None or found.suspended else _person(found)})


async def _note_use(desk: Desk, machine: ApiToken, now: int) -> None:
    if machine.used_at is None or now - machine.used_at >= USED_EVERY_S:
        async with desk.store.writing() as connection:
            await mark_used(connection, machine, now)


def _person(member: Member | Viewed | Membership) -> dict[str, Any]:
    person = member.person
    own = {"id": person.id, "email": person.email, "name": person.name}
    attributes = {**member.attributes, **own}
    return {"id": person.id, "role": member.role, "attributes": attributes}


def _script(machine: ApiToken) -> dict[str, Any]:
    attributes = {**machine.attributes, "id": machine.id, "name": machine.name}
    return {"id": machine.id, "role": machine.role, "attributes": attributes}


def _grant(actor: dict[str, Any], left_s: int) -> dict[str, Any]:
    """An answer is not fresh for longer than the token lives."""
    return {
        "active": True,
        "actor": actor,
        "fresh_s": min(FRESH_S, left_s),
        "stale_s": STALE_S,
    }
