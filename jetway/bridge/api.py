"""The bridge's routes: which handler answers which path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import BaseRoute, Match, Route

from jetway import problem
from jetway.bridge import audit, bulk, discover, history, ordering, reads, reference_page, sql, writes
from jetway.bridge.asked import admitted, by_method, json_answer, unless_known
from jetway.bridge.graph.answer import graphql
from jetway.bridge.relations import override_relations
from jetway.bridge.transfer.download import export_rows
from jetway.bridge.transfer.upload import import_rows
from jetway.bridge.why import explain
from jetway.core.errors import Failure, RouteNotFound

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from jetway.bridge.asked import Asked, Bridge, Handler
    from jetway.bridge.pool import OpenSource

MODELS = "/api/models/"
READY_S = 10.0
"""How long a look at the source counts as a sign of its life."""

OF_A_TABLE: Mapping[str, Mapping[str, Handler]] = {
    "": {
        "GET": reads.list_rows,
        "POST": writes.create_row,
        "PATCH": bulk.update_rows,
        "DELETE": bulk.delete_rows,
    },
    "aggregate": {"GET": reads.aggregate_rows},
    "group": {"GET": reads.group_rows},
    "bulk_create": {"POST": bulk.create_rows},
    "reorder": {"POST": ordering.reorder},
    "reset_order": {"POST": ordering.reset_order},
    "export": {"GET": export_rows},
    "import": {"POST": import_rows},
}
"""What answers `/api/models/<table>/<word>/`, by method. A key that is one is sent percent-encoded."""

LASTING = (OF_A_TABLE["export"],)
"""What may take as long as an export."""

OF_A_ROW: Mapping[str, Mapping[str, Handler]] = {
    "": {
        "GET": reads.get_row,
        "PUT": writes.update_row,
        "PATCH": writes.update_row,
        "DELETE": writes.delete_row,
    },
    "impact": {"GET": bulk.row_impact},
    "get_siblings": {"GET": ordering.get_siblings},
    "history": {"GET": history.row_history},
}
"""What answers `/api/models/<table>/<key>/<word>/`, by method."""

OF_AN_EVENT: Mapping[str, Handler] = {"POST": history.restore}
"""What answers `/api/models/<table>/<key>/history/<event>/restore/`, by method."""


class Models(BaseRoute):
    """What lies under `/api/models/`. It is asked most, so nothing is done for it but what it needs."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for us."""
        ours = scope["type"] == "http" and scope["path"].startswith(MODELS)
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await admitted(request, self.bridge, _models)
        except Failure as failure:
            response = problem.answer(request, failure)
        await response(scope, receive, send)


def routes(bridge: Bridge) -> list[BaseRoute]:
    """Every route of the bridge's data plane."""

    def answers(
        handler: Handler, not_older_than_s: float = float("inf"), *, changes: bool = True
    ) -> Callable[..., Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await admitted(
                request, bridge, handler, not_older_than_s=not_older_than_s, changes=changes
            )

        return endpoint

    descriptions = "/api/model_descriptions/"
    return [
        Models(bridge),
        Route(descriptions, answers(_descriptions)),
        Route(f"{descriptions}relationship_overrides/", answers(override_relations), methods=["POST"]),
        *reference_page.routes(),
        Route("/api/openapi.json", answers(_openapi)),
        Route("/api/discover/connection/", answers(discover.connection, READY_S)),
        Route("/api/discover/tables/", answers(discover.tables)),
        Route("/api/reload/", answers(discover.reload), methods=["POST"]),
        Route("/api/graphql/", answers(graphql, changes=False), methods=["GET", "POST"]),
        Route("/api/audit/", answers(audit.list_events), methods=["GET"]),
        Route("/api/why/", answers(explain), methods=["GET"]),
        Route("/api/audit/export/", answers(audit.export_events), methods=["GET"]),
        Route("/api/sql/", answers(sql.run_sql, changes=False), methods=["POST"]),
        Route("/api/queries/", answers(sql.list_queries), methods=["GET"]),
        Route("/api/queries/{query}/run/", answers(sql.run_query, changes=False), methods=["POST"]),
    ]


def health_routes(opened: OpenSource) -> list[Route]:
    """`/healthz` while the process lives, `/readyz` while its source answers. No data, no token."""

    async def healthz(_: Request) -> Response:
        return json_answer(b'{"status":"ok"}')

    async def readyz(_: Request) -> Response:
        await opened.schema(not_older_than_s=READY_S)
        return json_answer(b'{"status":"ok"}')

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def _models(asked: Asked) -> Response:
    handlers: Mapping[str, Handler] | None
    match asked.path:
        case (_,):
            handlers = OF_A_TABLE[""]
        case (_, word) if word and word in OF_A_TABLE:
            handlers = OF_A_TABLE[word]
        case (_, _):
            handlers = OF_A_ROW[""]
        case (_, _, word) if word:
            handlers = OF_A_ROW.get(word)
        case (_, _, "history", _, "restore"):
            handlers = OF_AN_EVENT
        case _:
            handlers = None
    if handlers is None:
        raise RouteNotFound("There is nothing at this path.")
    limits = asked.bridge.limits
    within_s = limits.export_s if handlers in LASTING else limits.statement_s
    return await by_method(asked, handlers, within_s)


async def _openapi(asked: Asked) -> Response:
    document = await asked.bridge.openapi.of(asked.view)
    return unless_known(asked.request, document.gzipped, document.etag, gzipped=True)


async def _descriptions(asked: Asked) -> Response:
    description = await asked.bridge.descriptions.of(asked.view)
    return unless_known(asked.request, description.gzipped, description.etag, gzipped=True)
