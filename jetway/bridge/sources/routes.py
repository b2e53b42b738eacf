"""The routes of sources that were added: to what each of them holds, to the list of them, and to changes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio
import msgspec
from starlette.requests import Request

from jetway import problem
from jetway.background import background
from jetway.bridge import api
from jetway.bridge.asked import json_answer, let_in
from jetway.bridge.openapi.document import base_path
from jetway.bridge.rights import Entry, any_role, may_change_sources
from jetway.bridge.sources.changes import Changes
from jetway.bridge.sources.connecting import Connecting
from jetway.bridge.sources.drafts import Drafts, describe, import_graphql, propose
from jetway.bridge.sources.registry import AGAIN_S, Registry
from jetway.bridge.sources.trials import try_description
from jetway.bridge.sources.withdrawing import keep_withdrawing
from jetway.core.errors import NOTHING_HERE, Failure, RouteNotFound, SourceUnavailable
from jetway.core.source_scope import FIRST_NAME
from jetway.permission import Under
from jetway.sources import Advises
from jetway.sources.kinds import kinds
from jetway.sources.options import form

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

    from jetway.bridge.asked import Asked, Bridge, Handler
    from jetway.bridge.sources.registry import Added, Opening
    from jetway.core.directory import Grant

SOURCES = "/api/sources/"
PROXY = "/api/proxy/"


class OfSources(Under):
    """What lies under `/api/sources/<name>/` and `/api/proxy/<name>/`: the routes of that source.

    A source that does not exist and one of which the caller sees nothing answer alike, also while it is away.
    """

    path = SOURCES

    def __init__(self, registry: Registry) -> None:
        self._gate = registry.opening.first.gate
        self._registry = registry
        self.permissions = api.Models.permissions

    def leads_to(self, path: str) -> bool:
        """Whether it is something of a source, and not a source itself."""
        return bool(_source_of(path))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            app = await self._app(request, _source_of(scope["path"]))
        except Failure as failure:
            response = problem.answer(request, failure)
            await response(scope, receive, send)
        else:
            await app(scope, receive, send)

    async def _app(self, request: Request, name: str) -> ASGIApp:
        """The routes of the source. Raises `RouteNotFound`."""
        grant = await let_in(request, self._gate)
        added = await self._registry.find(name)
        if added is None or not await self._gate.reaches(grant, added.definition.scope):
            raise RouteNotFound(NOTHING_HERE)
        try:
            served = await added.served()
        except Failure:
            detail = f"The source {name} cannot be reached. Who may change sources can look up why."
            raise SourceUnavailable(detail, retry_after_s=AGAIN_S) from None
        if not await sees_any(served.bridge, grant):
            raise RouteNotFound(NOTHING_HERE)
        return served.app


def _source_of(path: str) -> str:
    """The source that was added and has the path; "" where none can."""
    if path.startswith(PROXY):
        name, slash, _ = path[len(PROXY) :].partition("/")
        return name if slash and name != FIRST_NAME else ""
    name, _, behind = path.removeprefix(SOURCES).partition("/")
    return name if path.startswith(SOURCES) and behind else ""


async def sees_any(bridge: Bridge, grant: Grant) -> bool:
    """Whether the source is there for them. One without tables is for who can make some."""
    view = await bridge.view(grant, await bridge.opened.schema())
    return bool(view.tables) or view.structure


@asynccontextmanager
async def added_sources(opening: Opening) -> AsyncIterator[list[BaseRoute]]:
    """The routes of the sources that were added, as long as they are served."""
    registry = Registry(opening)
    opening.first.neighbours.sources = registry
    await registry.refresh()
    try:
        async with background() as tasks:
            tasks.start_soon(registry.watch)
            tasks.start_soon(keep_withdrawing, opening)
            yield source_routes(registry)
    finally:
        await registry.close()


def source_routes(registry: Registry) -> list[BaseRoute]:
    """The list of sources, their changes, and the routes of each."""
    changes, drafts, first = Changes(registry), Drafts(), registry.opening.first
    connecting = Connecting(registry, changes)

    async def listed(asked: Asked) -> Response:
        return await list_sources(asked, registry)

    async def tried(asked: Asked) -> Response:
        return await try_description(asked, changes)

    async def from_graphql(asked: Asked) -> Response:
        return await import_graphql(asked, changes)

    def entry(handler: Handler) -> Entry:
        return Entry(may_change_sources, handler)

    def route(path: str, **entries: Entry) -> BaseRoute:
        return api.route_of(first, path, entries)

    one = {"GET": entry(changes.get), "PATCH": entry(changes.change), "DELETE": entry(changes.remove)}
    return [
        OfSources(registry),
        route("sources/", GET=Entry(any_role, listed), POST=entry(changes.add)),
        route("sources/kinds/", GET=entry(list_kinds)),
        route("sources/test/", POST=entry(changes.test)),
        route("sources/ask_consent/", POST=entry(connecting.ask)),
        route("sources/keep_consent/", POST=entry(connecting.keep)),
        route("sources/import_graphql/", POST=entry(from_graphql)),
        route("sources/import_openapi/", POST=entry(drafts.import_openapi)),
        route("sources/describe/", POST=entry(describe)),
        route("sources/try/", POST=entry(tried)),
        route("sources/propose/", POST=entry(propose)),
        route("sources/{name}/", **one),
    ]


async def list_sources(asked: Asked, registry: Registry) -> Response:
    """The first source, and those of which the caller sees something or which they may change."""
    asked.require_no_parameters()
    await registry.refresh()
    added, found = registry.added, dict[str, dict[str, object]]()

    async def look(one: Added) -> None:
        if (told := await _told(asked, one)) is not None:
            found[one.definition.name] = told

    async with anyio.create_task_group() as tasks:
        for one in added:
            tasks.start_soon(look, one)
    opening = registry.opening
    first: dict[str, object] = {
        "name": FIRST_NAME,
        "title": opening.title,
        "colour": "",
        "kind": opening.kind,
        "path": asked.bridge.at,
        "state": "ok",
    }
    told = [found[one.definition.name] for one in added if one.definition.name in found]
    answer = json_answer(msgspec.json.encode([first | _advice(asked, asked.bridge), *told]))
    answer.headers["Allow"] = "GET, POST" if asked.view.may_change_sources else "GET"
    return answer


async def list_kinds(asked: Asked) -> Response:
    """Every kind of source with its form."""
    asked.require_no_parameters()
    told = [
        {"kind": name, "label": module.KIND.label, "options": form(module.KIND.options)}
        for name, module in sorted(kinds().items(), key=lambda item: item[1].KIND.label.casefold())
    ]
    return json_answer(msgspec.json.encode(told))


async def _told(asked: Asked, added: Added) -> dict[str, object] | None:
    """One source as it is listed; `None` where it does not exist for the caller."""
    definition, changes = added.definition, asked.view.may_change_sources
    if not changes and not await asked.bridge.gate.reaches(asked.grant, definition.scope):
        return None
    reason = await added.reason()
    if not changes and not reason and not await sees_any((await added.served()).bridge, asked.grant):
        return None
    told: dict[str, object] = {
        "name": definition.name,
        "title": definition.title,
        "colour": definition.colour,
        "kind": definition.kind,
        "path": base_path(definition.name),
        "state": "unreachable" if reason else "ok",
    }
    if reason:
        return told | ({"reason": reason} if changes else {})
    bridge = (await added.served()).bridge
    notes = (await bridge.opened.schema()).notes if changes else ()
    return told | ({"notes": notes} if notes else {}) | _advice(asked, bridge)


def _advice(asked: Asked, bridge: Bridge) -> dict[str, object]:
    """What could be done about a source, for those who may change it."""
    source = bridge.opened.source
    found = source.advice() if isinstance(source, Advises) and asked.view.may_change_sources else ()
    return {"advice": found} if found else {}
