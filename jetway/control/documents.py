"""Documents that are saved whole: the interface's settings, and the roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct, structs

from jetway.control.answers import json_answer
from jetway.control.store.audit import tell
from jetway.control.store.policies import newest_policy, save_endpoints, save_policy, save_queries
from jetway.control.store.settings import read_settings, save_settings
from jetway.core.errors import InvalidParameter, Problem
from jetway.core.policy_document import parse_policy
from jetway.json_body import convert, read_json

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.bridges import Bridge
    from jetway.control.store.tokens import Member

Title = Annotated[str, Meta(max_length=200)]
Column = Annotated[str, Meta(min_length=1, max_length=200)]


class MenuSection(Struct, forbid_unknown_fields=True):
    """A heading of the menu, and the tables under it."""

    title: Title = ""
    tables: list[Column] = []


class ColumnSettings(Struct, forbid_unknown_fields=True):
    """How a column is shown. `options` are those of the field."""

    title: Title = ""
    hidden: bool = False
    field: Title = ""
    options: dict[str, Any] = {}


class TableSettings(Struct, forbid_unknown_fields=True):
    """How a table is shown. `display` names the column that stands for a row."""

    title: Title = ""
    hidden: bool = False
    display: Title = ""
    columns: dict[Column, ColumnSettings] = {}


class Settings(Struct, forbid_unknown_fields=True):
    """The document of `/api/projects/<id>/settings/`. Names, never values."""

    menu: list[MenuSection] = []
    tables: dict[Column, TableSettings] = {}


class NewPolicy(Struct, forbid_unknown_fields=True):
    """The body of PUT `/api/projects/<id>/policy/`. What is left out stays as it is."""

    roles: dict[str, Any] | None = None
    queries: dict[str, Any] | None = None
    endpoints: dict[str, Any] | None = None


async def show_settings(desk: Desk, _request: Request, member: Member) -> Response:
    """The settings, with their version as ETag."""
    async with desk.store.reading() as connection:
        version, document = await read_settings(connection, member.project)
    return json_answer(document, headers=etag(version))


async def put_settings(desk: Desk, request: Request, member: Member) -> Response:
    """Save the settings over the version that `If-Match` names."""
    document: dict[str, Any] = await read_json(request, dict)
    convert(document, Settings)
    async with desk.store.writing() as connection:
        newest, _ = await read_settings(connection, member.project)
        version = await save_settings(
            connection, member.project, document, based_on=based_on(request, newest), now=desk.store.now()
        )
    return json_answer(document, headers=etag(version))


async def show_policy(desk: Desk, _request: Request, member: Member) -> Response:
    """The roles and their rules, with their version as ETag."""
    return await _policy(desk, member.environment)


async def show_policy_to_bridge(desk: Desk, _request: Request, bridge: Bridge) -> Response:
    """The roles and their rules, as the bridge applies them."""
    return await _policy(desk, bridge.place.environment)


async def put_policy(desk: Desk, request: Request, member: Member) -> Response:
    """Save the policy as the version after the one that `If-Match` names."""
    sent = await read_json(request, NewPolicy)
    said = {name: part for name, part in structs.asdict(sent).items() if part is not None}
    async with desk.store.writing() as connection:
        newest = await newest_policy(connection, member.environment)
        document = {**newest, **said}
        version = await save_policy(
            connection,
            member.environment,
            document["roles"],
            based_on=based_on(request, newest["version"]),
            now=desk.store.now(),
            person=member.person.id,
        )
        parse_policy(document)  # behind the conflict: of what was not seen nothing can be wrong
        tell(version=version)
        await save_queries(connection, member.environment, version, document["queries"])
        await save_endpoints(connection, member.environment, version, document["endpoints"])
    return json_answer({**document, "version": version}, headers=etag(version))


async def _policy(desk: Desk, environment: str) -> Response:
    async with desk.store.reading() as connection:
        document = await newest_policy(connection, environment)
    return json_answer(document, headers=etag(document["version"]))


def etag(version: int) -> dict[str, str]:
    """The header of a document of that version."""
    return {"ETag": f'"{version}"'}


def based_on(request: Request, newest: int) -> int:
    """The version that `If-Match` names; any other text is a version that nobody has."""
    header = request.headers.get("if-match", "").strip()
    if not header:
        problem = Problem("If-Match", "invalid_parameter", "is required")
        raise InvalidParameter("Send If-Match with the ETag that you loaded.", problems=(problem,))
    if header == "*":
        return newest
    return newest if header.removeprefix("W/") == f'"{newest}"' else -1
