"""The bridge's routes: which handler answers which path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from jetway import problem
from jetway.bridge import (
    audit,
    bulk,
    discover,
    endpoints,
    history,
    ordering,
    proxy,
    reads,
    sql,
    structure,
    writes,
)
from jetway.bridge.asked import admitted, by_method, json_answer
from jetway.bridge.files.addresses import give_addresses
from jetway.bridge.files.columns import declare_columns, tell_storage
from jetway.bridge.files.upload import upload
from jetway.bridge.graph.answer import graphql
from jetway.bridge.json_response import unless_known
from jetway.bridge.left_out import list_left_out, take_away
from jetway.bridge.openapi.document import proxy_path
from jetway.bridge.relations import override_relations
from jetway.bridge.rights import (
    Entry,
    any_role,
    may_audit,
    may_call,
    may_declare,
    may_explain,
    may_reload,
    may_restructure,
    may_run_operation,
    may_run_query,
    may_run_sql,
    may_try,
    sees_table,
)
from jetway.bridge.transfer.download import export_rows
from jetway.bridge.transfer.upload import import_rows
from jetway.bridge.why import explain
from jetway.core.endpoint import TRY
from jetway.core.errors import Failure, RouteNotFound
from jetway.permission import DeclaredRoute, Under, anybody
from jetway.sources.limits import TakesLonger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import Receive, Scope, Send

    from jetway.bridge.asked import Asked, Bridge, Handler
    from jetway.bridge.pool import OpenSource

READY_S = 10.0
"""How long a look at the source counts as a sign of its life."""

OF_A_TABLE: Mapping[str, Mapping[str, Entry]] = {
    "": {
        "GET": Entry(sees_table, reads.list_rows),
        "POST": Entry(sees_table, writes.create_row),
        "PATCH": Entry(sees_table, bulk.update_rows),
        "DELETE": Entry(sees_table, bulk.delete_rows),
    },
    "aggregate": {"GET": Entry(sees_table, reads.aggregate_rows)},
    "group": {"GET": Entry(sees_table, reads.group_rows)},
    "bulk_create": {"POST": Entry(sees_table, bulk.create_rows)},
    "reorder": {"POST": Entry(sees_table, ordering.reorder)},
    "reset_order": {"POST": Entry(sees_table, ordering.reset_order)},
    "export": {"GET": Entry(sees_table, export_rows)},
    "import": {"POST": Entry(sees_table, import_rows)},
}
"""What answers `/api/models/<table>/<word>/`, by method. A key that is one is sent percent-encoded."""

TABLES = {"GET": Entry(any_role, structure.tables)} | dict.fromkeys(
    ("POST", "PUT", "PATCH", "DELETE"), Entry(may_restructure, structure.tables)
)
"""What lies under `/api/tables/`, by method."""

CHANGES_NOTHING: tuple[Handler, ...] = (graphql, sql.run_sql, sql.run_query, endpoints.call, give_addresses)
"""What may be posted by somebody who only looks at what another one sees."""

LASTING = (OF_A_TABLE["export"],)
"""What may take as long as an export."""

OF_A_ROW: Mapping[str, Mapping[str, Entry]] = {
    "": {
        "GET": Entry(sees_table, reads.get_row),
        "PUT": Entry(sees_table, writes.update_row),
        "PATCH": Entry(sees_table, writes.update_row),
        "DELETE": Entry(sees_table, writes.delete_row),
    },
    "impact": {"GET": Entry(sees_table, bulk.row_impact)},
    "get_siblings": {"GET": Entry(sees_table, ordering.get_siblings)},
    "history": {"GET": Entry(may_audit, history.row_history)},
}
"""What answers `/api/models/<table>/<key>/<word>/`, by method."""

OF_AN_EVENT: Mapping[str, Entry] = {"POST": Entry(may_audit, history.restore)}
"""What answers `/api/models/<table>/<key>/history/<event>/restore/`, by method."""


class Models(Under):
    """What lies under `/api/models/`. It is asked most, so nothing is done for it but what it needs."""

    permissions = (OF_A_TABLE, OF_A_ROW, OF_AN_EVENT)

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        self.path = f"{bridge.at}models/"

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await admitted(request, self.bridge, _models)
        except Failure as failure:
            response = problem.answer(request, failure)
        await response(scope, receive, send)


def route_of(bridge: Bridge, path: str, entries: Mapping[str, Entry], at: str = "") -> DeclaredRoute:
    """A route to `path` under those of a source, or under `at`."""

    async def endpoint(request: Request) -> Response:
        entry = entries["GET" if request.method == "HEAD" else request.method]
        return await admitted(
            request,
            bridge,
            entry,
            not_older_than_s=READY_S if entry.handler is discover.connection else float("inf"),
            changes=entry.handler not in CHANGES_NOTHING,
        )

    return DeclaredRoute(
        f"{at or bridge.at}{path}", endpoint, {method: entry.right for method, entry in entries.items()}
    )


def routes(bridge: Bridge) -> list[BaseRoute]:
    """Every route to one source."""

    def route(path: str, **entries: Entry) -> DeclaredRoute:
        return route_of(bridge, path, entries)

    def operations(path: str, **entries: Entry) -> DeclaredRoute:
        return route_of(bridge, path, entries, at=proxy_path(bridge.scope.name))

    of_files = [
        route("file_upload/", POST=Entry(any_role, upload)),
        route("file_urls/", POST=Entry(any_role, give_addresses)),
    ]
    return [
        Models(bridge),
        *(of_files if bridge.files else ()),
        *_declarations(bridge),
        route("openapi.json", GET=Entry(any_role, _openapi)),
        route("discover/connection/", GET=Entry(any_role, discover.connection)),
        route("discover/tables/", GET=Entry(any_role, discover.tables)),
        route("reload/", POST=Entry(may_reload, discover.reload)),
        route("graphql/", GET=Entry(any_role, graphql), POST=Entry(any_role, graphql)),
        route("audit/", GET=Entry(may_audit, audit.list_events)),
        route("why/", GET=Entry(may_explain, explain)),
        route("audit/export/", GET=Entry(may_audit, audit.export_events)),
        route("sql/", POST=Entry(may_run_sql, sql.run_sql)),
        route("tables/{rest:path}", **TABLES),
        route("queries/", GET=Entry(any_role, sql.list_queries)),
        route("queries/{query}/run/", POST=Entry(may_run_query, sql.run_query)),
        route("endpoints/", GET=Entry(any_role, endpoints.list_endpoints)),
        route(f"endpoints/{TRY}/", POST=Entry(may_try, endpoints.try_endpoint)),
        route("endpoints/{endpoint}/", **dict.fromkeys(("GET", "POST"), Entry(may_call, endpoints.call))),
        operations("", GET=Entry(any_role, proxy.list_operations)),
        operations("{operation}/", POST=Entry(may_run_operation, proxy.run_operation)),
    ]


def _declarations(bridge: Bridge) -> list[BaseRoute]:
    """The routes to what the source is described by, and to what people declare of it."""

    def route(path: str, **entries: Entry) -> DeclaredRoute:
        return route_of(bridge, f"model_descriptions/{path}", entries)

    columns = {"GET": Entry(any_role, tell_storage), "POST": Entry(may_declare, declare_columns)}
    return [
        route("", GET=Entry(any_role, _descriptions)),
        route("relationship_overrides/", POST=Entry(may_declare, override_relations)),
        route("left_out/", GET=Entry(may_declare, list_left_out)),
        route("left_out/{declaration}/", DELETE=Entry(may_declare, take_away)),
        *([route("file_columns/", **columns)] if bridge.files else ()),
    ]


def health_routes(opened: OpenSource) -> list[DeclaredRoute]:
    """`/healthz` while the process lives, `/readyz` while its source answers. No data, no token."""

    async def healthz(_: Request) -> Response:
        return json_answer(b'{"status":"ok"}')

    async def readyz(_: Request) -> Response:
        await opened.schema(not_older_than_s=READY_S)
        return json_answer(b'{"status":"ok"}')

    return [
        DeclaredRoute("/healthz", healthz, {"GET": anybody}),
        DeclaredRoute("/readyz", readyz, {"GET": anybody}),
    ]


async def _models(asked: Asked) -> Response:
    handlers: Mapping[str, Entry] | None
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
    limits, source = asked.bridge.limits, asked.bridge.opened.source
    read_s = source.read_s if isinstance(source, TakesLonger) else 0.0
    within_s = limits.export_s if handlers in LASTING else max(limits.statement_s, read_s)
    return await by_method(asked, handlers, within_s)


async def _openapi(asked: Asked) -> Response:
    document = await asked.bridge.openapi.of(await asked.bridge.neighbours.widened(asked))
    return unless_known(asked.request, document.gzipped, document.etag, gzipped=True)


async def _descriptions(asked: Asked) -> Response:
    description = await asked.bridge.descriptions.of(await asked.bridge.neighbours.widened(asked))
    return unless_known(asked.request, description.gzipped, description.etag, gzipped=True)
