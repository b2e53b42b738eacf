"""API tokens for scripts: made by a person at control, or at the console by whoever operates the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct

from jetway.control.answers import json_answer, no_content
from jetway.control.fields import Id, Name, refused
from jetway.control.rank import require_rank, require_role_here
from jetway.control.store.api_tokens import (
    NewApiToken,
    add_api_token,
    api_tokens_of,
    find_api_token,
    revoke_api_token,
)
from jetway.control.store.audit import tell
from jetway.control.store.projects import first_place
from jetway.core.errors import UnknownResource
from jetway.core.policy import MANAGERS
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store import Store
    from jetway.control.store.api_tokens import ApiToken
    from jetway.control.store.tokens import Member

DAY_S = 24 * 60 * 60
MAX_LIFE_S = 366 * DAY_S
Table = Annotated[str, Meta(min_length=1, max_length=200)]


class NewToken(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/projects/<id>/api_tokens/`. Without `role`: the person's own."""

    name: Name
    role: Id | None = None
    expires_s: Annotated[int, Meta(ge=60, le=MAX_LIFE_S)] = 90 * DAY_S
    read_only: bool = False
    tables: Annotated[list[Table], Meta(max_length=1000)] | None = None


async def create_api_token(store: Store, *, role: str, name: str, expires_s: int = 90 * DAY_S) -> str:
    """A token for every bridge of the first project, in `role`. It is told this once.

    Raises `InvalidInput` for a role that the policy does not have, and for a life of more than a year.
    """
    if not 0 < expires_s <= MAX_LIFE_S:
        raise refused("/expires_s", "takes a life of at most a year")
    if not name or len(name) > 200:
        raise refused("/name", "takes 1 to 200 characters")
    now = store.now()
    async with store.writing() as connection:
        place = await first_place(connection, now)
        await require_role_here(connection, place.environment, role)
        new = NewApiToken(place.environment, name, role, now + expires_s)
        _, token = await add_api_token(connection, new, now)
        return token


async def show(desk: Desk, _request: Request, member: Member) -> Response:
    """The project's API tokens; for others than owner and admin, their own."""
    person = None if member.role in MANAGERS else member.person.id
    async with desk.store.reading() as connection:
        found = await api_tokens_of(connection, member.project, desk.store.now(), person=person)
    return json_answer({"api_tokens": [_document(token) for token in found]})


async def create(desk: Desk, request: Request, member: Member) -> Response:
    """A token for every bridge of the environment, in a role that its maker may act in or give."""
    body = await read_json(request, NewToken)
    role = body.role or member.role
    tell(name=body.name, role=role)
    if role != member.role:
        require_rank(member.role, role)
    now = desk.store.now()
    tables = None if body.tables is None else tuple(dict.fromkeys(body.tables))
    what = (member.environment, body.name, role, now + body.expires_s)
    new = NewApiToken(*what, member.person.id, body.read_only, tables)
    async with desk.store.writing() as connection:
        await require_role_here(connection, member.environment, role)
        token, secret = await add_api_token(connection, new, now)
        made = await _found(desk, connection, member, token)
    return json_answer({**_document(made), "token": secret}, 201)


async def revoke(desk: Desk, request: Request, member: Member) -> Response:
    """End a token: one's own, or, as owner or admin, another's."""
    async with desk.store.writing() as connection:
        token = await _found(desk, connection, member, request.path_params["token"])
        await revoke_api_token(connection, token, desk.store.now())
    return no_content()


async def _found(desk: Desk, connection: AsyncConnection, member: Member, token: str) -> ApiToken:
    """The token, as far as the member may know of it."""
    found = await find_api_token(connection, member.project, token, desk.store.now())
    if found is None or (member.role not in MANAGERS and found.person != member.person.id):
        raise UnknownResource("There is no such API token. It may have ended already.")
    return found


def _document(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "environment": token.environment,
        "person": token.person,
        "made_by": token.made_by,
        "read_only": token.read_only,
        "tables": token.tables,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "used_at": token.used_at,
    }
