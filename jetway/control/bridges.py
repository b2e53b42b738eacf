"""Bridges: what each tells control about itself, and what people do with those of their project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from jetway.control.answers import json_answer, no_content
from jetway.control.fields import Engine, Name, NameOrNone, Sha256, Url, require_web_address
from jetway.control.projects import bridge_document
from jetway.control.store.audit import tell
from jetway.control.store.bridges import (
    Facts,
    add_bridge,
    bridges_in,
    change_facts,
    find_bridge,
    move_bridge,
    remove_bridge,
    rename_bridge,
    unlock_bridge,
)
from jetway.control.store.project_tokens import replace_project_token
from jetway.control.store.projects import Place, environments_of
from jetway.core.errors import BridgeMoved, Conflict, UnknownResource
from jetway.core.token import digest
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.bridges import Bridge
    from jetway.control.store.tokens import Member


class NewFacts(Struct, forbid_unknown_fields=True):
    """The body of PUT `/api/bridge/`."""

    name: Name
    url: Url
    engine: Engine


class NewAddress(Struct, forbid_unknown_fields=True):
    """The body of PUT `/api/projects/<id>/bridges/<bridge>/address/`."""

    url: Url


class NewBridge(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/projects/<id>/bridges/`."""

    name: Name
    url: Url
    engine: Engine = ""


class NewProjectToken(Struct, forbid_unknown_fields=True):
    """The body of PUT `/api/bridge/project_token/`: the digest of a token that the bridge made."""

    token_sha256: Sha256


class Rename(Struct, forbid_unknown_fields=True):
    """The body of PATCH `/api/projects/<id>/bridges/<bridge>/`. "": the name that the bridge has itself."""

    name: NameOrNone


async def put_facts(desk: Desk, request: Request, bridge: Bridge) -> Response:
    """Take the bridge's new name and engine.

    Not its address, which browsers go to with what lets people in: whoever holds a copy of the Project Token
    could lead them elsewhere. Raises `BridgeMoved`.
    """
    body = await read_json(request, NewFacts)
    require_web_address("/url", body.url)
    known = bridge.facts.url
    if body.url.rstrip("/") != known.rstrip("/"):
        raise BridgeMoved(
            f"People find this bridge at {known or 'the address of control'}. If it has moved, an owner says "
            "so in the settings, under Bridges, or connects it anew."
        )
    async with desk.store.writing() as connection:
        await change_facts(connection, bridge.id, Facts(body.name, known, body.engine))
    return no_content()


async def put_project_token(desk: Desk, request: Request, bridge: Bridge) -> Response:
    """Rotate the Project Token to one that the bridge made itself. Repeated, it changes nothing more.

    Of two replicas, the one that asks with the newest token wins.
    """
    body = await read_json(request, NewProjectToken)
    newest = digest(request.headers["authorization"].partition(" ")[2]) == bridge.token_sha256
    async with desk.store.writing() as connection:
        if newest:
            await replace_project_token(connection, bridge, body.token_sha256, desk.store.now())
        known = await find_bridge(connection, bridge.place.project, bridge.id)
    if known is None or known.token_sha256 != body.token_sha256:
        raise Conflict("Another replica rotated the token first. Load the newest one.")
    return no_content()


async def show(desk: Desk, _request: Request, member: Member) -> Response:
    """The project's bridges in every environment, and when each was last heard of."""
    async with desk.store.reading() as connection:
        found = await bridges_in(connection, await environments_of(connection, member.project))
    return json_answer({"bridges": [_document(bridge) for bridge in found]})


async def create(desk: Desk, request: Request, member: Member) -> Response:
    """A bridge that is set up by hand with its Project Token, which is told this once."""
    body = await read_json(request, NewBridge)
    require_web_address("/url", body.url)
    place = Place(member.project, member.environment)
    facts = Facts(body.name, body.url, body.engine)
    async with desk.store.writing() as connection:
        bridge, token = await add_bridge(connection, place, facts, desk.store.now())
    return json_answer({"project_token": token, "bridge": bridge, "project": member.project}, 201)


async def rename(desk: Desk, request: Request, member: Member) -> Response:
    """Give a bridge a name that stays when it presents itself again."""
    body = await read_json(request, Rename)
    async with desk.store.writing() as connection:
        bridge = await _found(connection, request, member)
        await rename_bridge(connection, bridge.id, body.name)
        renamed = await _found(connection, request, member)
    return json_answer(_document(renamed))


async def put_address(desk: Desk, request: Request, member: Member) -> Response:
    """Say where browsers find a bridge that has moved. One in control's own process moves with control."""
    body = await read_json(request, NewAddress)
    require_web_address("/url", body.url)
    async with desk.store.writing() as connection:
        bridge = await _found(connection, request, member)
        if not body.url or not bridge.facts.url:
            raise Conflict("A bridge that people find under control's own address has none of its own.")
        tell(url={"from": bridge.facts.url, "to": body.url})
        await move_bridge(connection, bridge.id, body.url)
        moved = await _found(connection, request, member)
    return json_answer(_document(moved))


async def unlock(desk: Desk, request: Request, member: Member) -> Response:
    """Let a locked bridge in again, by its newest Project Token."""
    async with desk.store.writing() as connection:
        await unlock_bridge(connection, (await _found(connection, request, member)).id)
        unlocked = await _found(connection, request, member)
    return json_answer(_document(unlocked))


async def remove(desk: Desk, request: Request, member: Member) -> Response:
    """Forget a bridge: its Project Token ends at once."""
    async with desk.store.writing() as connection:
        await remove_bridge(connection, (await _found(connection, request, member)).id)
    return no_content()


async def _found(connection: AsyncConnection, request: Request, member: Member) -> Bridge:
    found = await find_bridge(connection, member.project, request.path_params["bridge"])
    if found is None:
        raise UnknownResource("There is no such bridge.")
    return found


def _document(bridge: Bridge) -> dict[str, Any]:
    where = {"environment": bridge.place.environment}
    times = {"created_at": bridge.created_at, "seen_at": bridge.seen_at, "locked_at": bridge.locked_at}
    return bridge_document(bridge) | where | times
