"""The bridge's routes, and the pipeline of a request in a few lines each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from jetway.bridge import cursor, parse, render
from jetway.bridge.describe import describe
from jetway.bridge.pages import Page, read_behind, read_page
from jetway.bridge.patience import answered
from jetway.bridge.pool import REDESCRIBE_S, OpenSource
from jetway.core.change import plan_create, plan_delete, plan_update
from jetway.core.errors import (
    InvalidBody,
    InvalidParameter,
    MethodNotAllowed,
    RouteNotFound,
    SchemaChanged,
    UnknownRow,
)
from jetway.core.plan import plan_get, plan_group, plan_list
from jetway.core.schema import Func
from jetway.json_body import decode, read_bytes, require_json

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from jetway.bridge.auth import Gate
    from jetway.core.directory import Actor
    from jetway.core.plan import Plan
    from jetway.core.query import Grouping, Row
    from jetway.core.view import View
    from jetway.sources import Limits

GRACE_S = 1.0
"""How much longer than a statement's own limit the bridge waits before it gives the source up."""

READY_S = 10.0
"""How long a description of the source counts as a sign of its life."""

MAX_GROUPS = 10_000


@dataclass(frozen=True, slots=True)
class Bridge:
    """One open source behind one gate.

    `url`: where people reach it, without a slash at the end. `key`: the host's, which seals cursors.
    """

    opened: OpenSource
    gate: Gate
    url: str
    limits: Limits
    key: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has been let in: who asks, what they may see, and the path behind `/api/models/`."""

    request: Request
    bridge: Bridge
    actor: Actor
    view: View
    path: tuple[str, ...]

    @property
    def table(self) -> str:
        """The table's name."""
        return parse.decoded(self.path[0])

    @property
    def key(self) -> tuple[str, ...]:
        """The key of the row."""
        return parse.key(self.path[1])


def routes(bridge: Bridge) -> list[Route]:
    """Every route of the bridge's data plane."""

    async def models(request: Request) -> Response:
        return await _admitted(request, bridge, _models)

    async def descriptions(request: Request) -> Response:
        return await _admitted(request, bridge, _descriptions, not_older_than_s=REDESCRIBE_S)

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return [
        Route("/api/models/{path:path}", models, methods=methods),
        Route("/api/model_descriptions/", descriptions),
    ]


def health_routes(opened: OpenSource) -> list[Route]:
    """`/healthz` while the process lives, `/readyz` while its source answers. No data, no token."""

    async def healthz(_: Request) -> Response:
        return _json(b'{"status":"ok"}')

    async def readyz(_: Request) -> Response:
        await opened.schema(not_older_than_s=READY_S)
        return _json(b'{"status":"ok"}')

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def _admitted(
    request: Request,
    bridge: Bridge,
    answer: Callable[[Asked], Awaitable[Response]],
    *,
    not_older_than_s: float = float("inf"),
) -> Response:
    """Let the caller in and answer; once more where the schema changed under the plan of a read."""
    grant = await bridge.gate.grant(request.headers.getlist("authorization"))

    async def once(not_older_than_s: float) -> Response:
        schema = await bridge.opened.schema(not_older_than_s=not_older_than_s)
        view = await bridge.gate.view(grant, schema)
        return await answer(Asked(request, bridge, grant.actor, view, _path(request)))

    try:
        return await once(not_older_than_s)
    except SchemaChanged:
        if request.method != "GET":
            await bridge.opened.schema(not_older_than_s=0)
            raise
        return await once(0)


def _path(request: Request) -> tuple[str, ...]:
    """The raw segments behind `/api/models/`, split before they are decoded, without the last slash."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    _, _, rest = raw.decode("latin-1").partition("/api/models/")
    return tuple(rest.removesuffix("/").split("/"))


async def _models(asked: Asked) -> Response:
    match len(asked.path), asked.path[-1]:
        case 1, _:
            return await _by_method(asked, GET=_list, POST=_create)
        case 2, "aggregate":
            return await _by_method(asked, GET=_aggregate)
        case 2, "group":
            return await _by_method(asked, GET=_group)
        case 2, _:
            return await _by_method(asked, GET=_get, PUT=_update, PATCH=_update, DELETE=_delete)
        case _:
            raise RouteNotFound("There is nothing at this path.")


async def _by_method(asked: Asked, **handlers: Callable[[Asked], Awaitable[Response]]) -> Response:
    method = asked.request.method
    handler = handlers.get(method)
    if handler is None:
        raise MethodNotAllowed(f"This path takes {', '.join(handlers)}.", allow=tuple(handlers))
    if method != "GET":
        _require_no_parameters(asked)
        return await handler(asked)
    within_s = asked.bridge.limits.statement_s + GRACE_S
    answer = await answered(handler(asked), asked.request.receive, within_s)
    return answer or Response(status_code=499)


async def _descriptions(asked: Asked) -> Response:
    return _json(render.rows(describe(asked.view)))


async def _list(asked: Asked) -> Response:
    sent = parse.parameters(asked.request.scope["query_string"])
    wanted = parse.list_request(asked.table, sent)
    plan = plan_list(asked.view, asked.actor, wanted.query)
    wanted = replace(wanted, per_page=plan.limit or wanted.per_page)
    page, following = await _page(asked, plan, wanted)
    if not wanted.enveloped:
        return _json(page.results)
    links = render.Links(asked.bridge.url + "/api/models/" + "/".join(asked.path) + "/", sent)
    around = links.around(wanted, has_more=page.has_more, cursor=following)
    return _json(render.envelope(page.results, wanted, page.counted, around, page.times))


async def _page(asked: Asked, plan: Plan, wanted: parse.ListRequest) -> tuple[Page, str | None]:
    """The page, and the cursor behind it where one was asked for and there is more."""
    opened = asked.bridge.opened
    if wanted.cursor is None:
        return await read_page(opened, plan, wanted), None
    key, name = asked.bridge.key, cursor.name_of(plan.read, asked.actor)
    nulls_last = asked.view.schema.nulls_last
    read = cursor.behind_cursor(plan, wanted.cursor, name, key, nulls_last=nulls_last)
    page = await read_behind(opened, plan, read, wanted.count)
    return page, None if page.last is None else cursor.sealed(page.last, name, key)


async def _get(asked: Asked) -> Response:
    sent = parse.parameters(asked.request.scope["query_string"])
    read = plan_get(asked.view, asked.actor, parse.row_request(asked.table, sent), asked.key)
    rows = await asked.bridge.opened.json_rows(read)
    if not rows:
        raise UnknownRow(f"{asked.table} has no such row.")
    return _json(rows[0])


async def _aggregate(asked: Asked) -> Response:
    sent = parse.parameters(asked.request.scope["query_string"])
    grouping = parse.grouping(asked.table, sent, grouped=False)
    [row] = await _groups(asked, grouping)
    nothing = grouping.func is Func.SUM and row["y_func"] is None
    return _json(render.row({"y_func": 0} if nothing else row))


async def _group(asked: Asked) -> Response:
    sent = parse.parameters(asked.request.scope["query_string"])
    return _json(render.rows(await _groups(asked, parse.grouping(asked.table, sent, grouped=True))))


async def _groups(asked: Asked, grouping: Grouping) -> list[Row]:
    aggregate = plan_group(asked.view, asked.actor, grouping)
    limited = replace(aggregate, limit=MAX_GROUPS)
    return [row async for row in asked.bridge.opened.source.aggregate(limited)]


async def _create(asked: Asked) -> Response:
    write = plan_create(asked.view, asked.actor, asked.table, await _body(asked))
    [row] = await asked.bridge.opened.source.write([write])
    return _json(render.row(row), 201)


async def _update(asked: Asked) -> Response:
    whole = asked.request.method == "PUT"
    body = await _body(asked)
    write = plan_update(asked.view, asked.actor, asked.table, asked.key, body, whole=whole)
    if not write.values:
        return await _get(asked)
    [row] = await asked.bridge.opened.source.write([write])
    return _json(render.row(row))


async def _delete(asked: Asked) -> Response:
    write = plan_delete(asked.view, asked.actor, asked.table, asked.key)
    await asked.bridge.opened.source.write([write])
    return Response(status_code=204)


def _require_no_parameters(asked: Asked) -> None:
    """A parameter that did nothing would let a write through that was meant to be another."""
    for name in parse.parameters(asked.request.scope["query_string"]):
        raise InvalidParameter(f"A write takes no parameter {name!r}.")
    for header in ("if-match", "idempotency-key"):
        if header in asked.request.headers:
            raise InvalidParameter(f"The header {header} is not taken yet; leave it out.")


async def _body(asked: Asked) -> dict[str, object]:
    require_json(asked.request)
    body = decode(await read_bytes(asked.request))
    if not isinstance(body, dict):
        raise InvalidBody("Send a JSON object: the columns by name.")
    return body


def _json(body: bytes, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(body, status, headers, media_type="application/json")
