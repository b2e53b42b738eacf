"""A request that has been let in, and what every answer of the data plane has in common."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import anyio
from starlette.responses import Response

from jetway.bridge import parse
from jetway.bridge.describe import describe
from jetway.bridge.graph.schema import Graph, graph_of
from jetway.bridge.json_response import JsonResponse
from jetway.bridge.openapi.document import base_path, openapi
from jetway.bridge.patience import answered
from jetway.bridge.per_view import PerView, Told, told
from jetway.bridge.plans import Plans
from jetway.bridge.views import Views
from jetway.core.audit import Action, Author, Event, Trail, Way
from jetway.core.errors import (
    AuthUnavailable,
    Failure,
    InvalidBody,
    InvalidParameter,
    MethodNotAllowed,
    SchemaChanged,
    UnknownRow,
    ViewingAs,
)
from jetway.core.source_scope import FIRST_SOURCE, SourceScope
from jetway.core.view import View, authorise
from jetway.json_body import MAX_BYTES, decode, read_bytes, require_json

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from jetway.bridge.audit_store import SourceAudit
    from jetway.bridge.auth import Gate
    from jetway.bridge.far.neighbours import Neighbours
    from jetway.bridge.files.storage import Files
    from jetway.bridge.granted_types import GrantedTypes
    from jetway.bridge.pool import OpenSource
    from jetway.core.ceiling import Ceiling
    from jetway.core.directory import Actor, Grant
    from jetway.core.query import Read
    from jetway.core.schema import Schema
    from jetway.sources import Limits

FORBIDDEN = 403
GRACE_S = 1.0
"""How much longer than a statement's own limit the bridge waits before it gives the source up."""

_GRANT = "jetway.grant"


@dataclass(frozen=True, slots=True)
class Bridge:
    """One open source behind the gate. A file to import may have `import_bytes`. `scope`: which source it is.

    `url`: where people reach it, without a slash at the end. `key`: the host's, which seals cursors.
    `neighbours`: the other sources of its bridge. `writes_without_control`: whether anything may be changed
    while control is away. `files`: where files are kept, if they are.
    """

    opened: OpenSource
    gate: Gate
    audit: SourceAudit
    url: str
    limits: Limits
    key: bytes
    granted: GrantedTypes
    neighbours: Neighbours
    import_bytes: int = 100 * 1024 * 1024
    writes_without_control: bool = True
    files: Files | None = None
    scope: SourceScope = FIRST_SOURCE
    descriptions: PerView[Told] = field(init=False, default_factory=lambda: PerView(told(describe)))
    openapi: PerView[Told] = field(init=False, default_factory=lambda: PerView(told(openapi)))
    graphs: PerView[Graph] = field(init=False, default_factory=lambda: PerView(graph_of))
    views: Views = field(init=False, default_factory=Views)
    plans: Plans = field(init=False, default_factory=Plans)
    introspection: anyio.Lock = field(init=False, default_factory=anyio.Lock)
    """Large schemas take seconds to tell: one at a time, so that the others' requests go on."""

    @property
    def at(self) -> str:
        """The path that all of the source's routes begin with."""
        return base_path(self.scope.name)

    @property
    def ceiling(self) -> Ceiling:
        """What nobody is served of the source."""
        return self.gate.local_ceiling(self.scope)

    async def view(self, grant: Grant, schema: Schema) -> View:
        """What they may see of `schema`, that of the source."""
        policy = self.gate.policy_at_hand or await self.gate.policy(grant)
        view = self.views.of(grant, schema, policy)
        if view is None:
            marked = await self.granted.marked(schema, policy, self.gate.policy_epoch)
            view = authorise(marked, policy, grant.actor.role, self.gate.ceiling(grant, self.scope))
            self.views.keep(view, grant, schema, policy)
        return view


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has been let in: who asks, what they may see, and the path behind `/api/models/`."""

    request: Request
    bridge: Bridge
    grant: Grant
    view: View
    path: tuple[str, ...]

    @property
    def actor(self) -> Actor:
        """Who asks, or as whom they view."""
        return self.grant.actor

    @property
    def table(self) -> str:
        """The table's name."""
        return parse.decoded(self.path[0])

    @property
    def key(self) -> tuple[str, ...]:
        """The key of the row."""
        return parse.key(self.path[1])

    @property
    def author(self) -> Author:
        """Who asks, for the audit: themselves, as whomever they view."""
        who = self.grant.by or self.actor
        token = self.request.headers.get("authorization", "").partition(" ")[2]
        way = Way.TOKEN if token.startswith("jat_") else Way.PAGE
        return Author(who.id, _name(who), who.role, way)

    def trail(self, way: Way | None = None) -> Trail:
        """What a source needs to tell the audit of the changes that it makes for whoever asks."""
        author = self.author if way is None else replace(self.author, way=way)
        return Trail(author, self.view.schema, self.bridge.ceiling)

    async def note(self, action: Action, way: Way, table: str, *details: Mapping[str, object]) -> None:
        """Tell the audit of something that changes no row, or of several."""
        author = replace(self.author, way=way)
        also: dict[str, object] = {}
        if self.grant.by is not None:
            also["view_as"] = {"id": self.actor.id, "name": _name(self.actor), "role": self.actor.role}
        events = [Event(author, action, table, details={**said, **also}) for said in details]
        await self.bridge.audit.note(events)

    def require_own_view(self) -> None:
        """Raises `ViewingAs` for somebody who only looks at what another one sees."""
        if self.grant.by is not None:
            raise ViewingAs(
                f"You view as {self.actor.role}: nothing can be changed or exported so. Leave the view first."
            )

    def parameters(self) -> parse.Parameters:
        """What the query string says."""
        return parse.parameters(self.request.scope["query_string"])

    async def json(self, media_type: str = "application/json", *, max_bytes: int = MAX_BYTES) -> object:
        """The body."""
        require_json(self.request, media_type)
        return decode(await self.content(max_bytes=max_bytes), exactly=True)

    async def content(self, *, max_bytes: int = MAX_BYTES) -> bytes:
        """The body's bytes, read once."""
        state = self.request.state
        if not hasattr(state, "content"):
            state.content = await read_bytes(self.request, max_bytes=max_bytes)
        content: bytes = state.content
        return content

    async def body(self, media_type: str = "application/json") -> dict[str, object]:
        """The body's JSON object."""
        body = await self.json(media_type)
        if not isinstance(body, dict):
            raise InvalidBody("Send a JSON object: the columns by name.")
        return body

    def require_no_parameters(self) -> None:
        """A parameter that did nothing would let a write through that was meant to be another."""
        for name in self.parameters():
            raise InvalidParameter(f"A write takes no parameter {name!r}.")

    async def row_of(self, read: Read) -> bytes:
        """The one row of `read` as JSON. Raises `UnknownRow`."""
        rows = await self.bridge.opened.json_rows(read)
        if not rows:
            raise UnknownRow(f"{self.table} has no such row.")
        return rows[0]


Handler: TypeAlias = "Callable[[Asked], Awaitable[Response]]"


async def let_in(request: Request, gate: Gate) -> Grant:
    """Who sends the request. Asked for once: a source that was added asks before its routes do."""
    grant: Grant | None = request.scope.get(_GRANT)
    if grant is None:
        address = (request.scope.get("client") or ("",))[0]
        grant = await gate.grant(request.headers.getlist("authorization"), address)
        request.scope[_GRANT] = grant
    return grant


async def admitted(
    request: Request,
    bridge: Bridge,
    handler: Handler,
    *,
    not_older_than_s: float = float("inf"),
    changes: bool = True,
) -> Response:
    """Let the caller in and answer; once more where the schema changed under the plan of a read.

    `changes`: whether what is no GET may change anything.
    """
    grant = await let_in(request, bridge.gate)
    if grant.is_stale and request.method != "GET" and not bridge.writes_without_control:
        raise AuthUnavailable("Control does not answer, and nothing is changed without it. Try again later.")

    async def once(schema: Schema) -> Response:
        view = await bridge.view(grant, schema)
        asked = Asked(request, bridge, grant, view, segments(request, f"{bridge.at}models/"))
        try:
            if changes and request.method not in ("GET", "HEAD"):
                asked.require_own_view()
            answer = await handler(asked)
        except Failure as failure:
            if failure.status == FORBIDDEN:
                await _note_denied(asked, failure)
            raise
        if grant.is_stale:
            answer.headers["Jetway-Auth"] = "stale"
        return answer

    schema = await bridge.opened.schema(not_older_than_s=not_older_than_s)
    try:
        return await once(schema)
    except SchemaChanged:
        changed = await bridge.opened.described_again()
        if request.method != "GET":
            raise
        return await once(changed)


async def by_method(asked: Asked, handlers: Mapping[str, Handler], within_s: float) -> Response:
    """What the handler of the request's method answers; a read only as long as its caller waits."""
    method = asked.request.method
    handler = handlers.get(method)
    if handler is None:
        raise MethodNotAllowed(f"This path takes {', '.join(handlers)}.", allow=tuple(handlers))
    if method != "GET":
        return await handler(asked)
    answer = await answered(handler(asked), asked.request.receive, within_s + GRACE_S)
    return answer or Response(status_code=499)


async def _note_denied(asked: Asked, failure: Failure) -> None:
    """Attempts at what is not allowed; of what is hidden there is nothing to tell."""
    under = asked.request.scope["path"].startswith(f"{asked.bridge.at}models/")
    details: dict[str, object] = {"method": asked.request.method, "code": failure.code}
    if len(asked.path) > 1:
        details["key"] = "/".join(asked.path[1:])
    await asked.note(Action.DENIED, asked.author.way, asked.table if under else "", details)


def _name(actor: Actor) -> str:
    return str(actor.attributes.get("name", ""))


def json_answer(body: bytes, status: int = 200) -> Response:
    """A body that is JSON already. Nothing may keep it: it is for one person."""
    return JsonResponse(body, status)


def segments(request: Request, prefix: str) -> tuple[str, ...]:
    """The raw segments behind `prefix`, split before they are decoded, without the last slash."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    _, _, rest = raw.decode("latin-1").partition(prefix)
    return tuple(rest.removesuffix("/").split("/"))
