"""Endpoints: saved queries and operations at addresses of their own, whose parameters are the request's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jetway.bridge import render
from jetway.bridge.asked import json_answer
from jetway.bridge.asking import MAX_ROWS, Asking
from jetway.bridge.endpoint_trial import TriedEndpoint, trial_of, with_columns
from jetway.bridge.once import key_in
from jetway.bridge.proxy import operate
from jetway.bridge.sql import run_saved
from jetway.bridge.told_operations import told_parameter
from jetway.core.endpoint import KEY, Shape
from jetway.core.endpoints import values_of
from jetway.core.errors import EndpointChanged, InvalidParameter, MethodNotAllowed, UnknownRow
from jetway.core.operation import Operation
from jetway.core.run import run_of
from jetway.core.statement import statement_with
from jetway.json_body import convert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from jetway.bridge import parse
    from jetway.bridge.asked import Asked
    from jetway.bridge.sql import Tell
    from jetway.core.endpoint import Endpoint
    from jetway.core.endpoints import Call
    from jetway.core.query import Row
    from jetway.core.saved_query import SavedQuery
    from jetway.core.schema import Column
    from jetway.core.statement import Ran

PER_PAGE = 100
MOST_PAGES = 100_000
TRIED_ROWS = 20


class Page(NamedTuple):
    """Which page, from 1, and how many rows it holds."""

    number: int
    rows: int


ONE = Page(1, 1)


async def list_endpoints(asked: Asked) -> Response:
    """The endpoints that the caller may call."""
    asked.require_no_parameters()
    told = [_told(asked, call) for call in asked.view.endpoints.values()]
    return json_answer(render.array([msgspec.json.encode(one) for one in told]))


async def call(asked: Asked) -> Response:
    """What the query or the operation gives. Values come in the address, or in a body of JSON."""
    called = asked.view.endpoint(asked.request.path_params["endpoint"])
    if called.changes:
        if asked.request.method != "POST":
            raise MethodNotAllowed("This endpoint changes something. Send it as a POST.", allow=("POST",))
        asked.require_own_view()
    sent = asked.parameters()
    match called.runs:
        case Operation() as operation:
            row = await _operated(asked, called, operation, await _values(asked, sent))
            return json_answer(msgspec.json.encode(row))
        case query:
            page = _page(sent) if called.endpoint.shape is Shape.ROWS else ONE
            values = await _values(asked, sent)
            return await _queried(asked, called, query, values, _tell(called.endpoint, page), page)


async def try_endpoint(asked: Asked) -> Response:
    """What an endpoint that is not saved answers, and the columns of its query with their types."""
    asked.require_no_parameters()
    tried = convert(await asked.body(), TriedEndpoint)
    called = trial_of(asked.view, tried)
    match called.runs:
        case Operation() as operation:
            row = await _operated(asked, called, operation, tried.parameters)
            return json_answer(msgspec.json.encode({"answer": row, "columns": {}}))
        case query:
            page = Page(1, TRIED_ROWS) if called.endpoint.shape is Shape.ROWS else ONE
            tell = with_columns(_tell(called.endpoint, page))
            return await _queried(asked, called, query, tried.parameters, tell, page)


async def _operated(asked: Asked, called: Call, operation: Operation, sent: dict[str, Any]) -> Row | None:
    values = values_of(called, sent, asked.actor)
    key = values.pop(KEY, None)
    row_key = None if key is None else str(key)
    run = run_of(asked.view, asked.actor, operation, row_key, values, key_in(asked))
    return await operate(asked, run, replace(asked.trail(), endpoint=called.endpoint.id))


async def _queried(
    asked: Asked, called: Call, query: SavedQuery, sent: dict[str, Any], tell: Tell, page: Page
) -> Response:
    statement = statement_with(query, values_of(called, sent, asked.actor), asked.actor)
    noted = {"query": query.id, "endpoint": called.endpoint.id, "parameters": sent}
    asking = Asking(limit=page.rows, offset=(page.number - 1) * page.rows)
    return await run_saved(asked, statement, asking, tell, noted)


async def _values(asked: Asked, sent: parse.Parameters) -> dict[str, Any]:
    if asked.request.method != "POST":
        return {name: _once(sent, name) for name in sent}
    if sent:
        raise InvalidParameter(f"Send {', '.join(sent)} in the body, as a POST takes its values there.")
    return await asked.body()


def _tell(endpoint: Endpoint, page: Page) -> Tell:
    """How the rows are told."""

    def tell(_: Asking, shown: Sequence[Column], ran: Ran) -> dict[str, object]:
        found = _shaped(endpoint, shown, ran.rows[0])
        match endpoint.shape:
            case Shape.ROW:
                if not found:
                    raise UnknownRow(f"{endpoint.title}: there is no such row.")
                return dict(found[0])
            case Shape.VALUE:
                return {"value": next(iter(found[0].values()), None) if found else None}
            case Shape.ROWS:
                return {
                    "results": found[: page.rows],
                    "page": page.number,
                    "per_page": page.rows,
                    "has_more": len(found) > page.rows,
                    "data_query_time": round(ran.times_s[0], 6),
                }

    return tell


def _shaped(endpoint: Endpoint, shown: Sequence[Column], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with the columns that are promised, where some are. Raises `EndpointChanged`."""
    if not endpoint.columns:
        return rows
    gone = endpoint.columns.keys() - {column.name for column in shown}
    if gone:
        raise EndpointChanged(
            f"{endpoint.title} is out of date. Its query tells no {', '.join(sorted(gone))} any more. "
            "Whoever keeps it has to save it again."
        )
    return [{name: row[name] for name in endpoint.columns} for row in rows]


def _told(asked: Asked, called: Call) -> dict[str, object]:
    endpoint, runs = called.endpoint, called.runs
    return {
        "id": endpoint.id,
        "title": endpoint.title,
        "path": f"{asked.bridge.at}endpoints/{endpoint.id}/",
        "methods": ["POST"] if called.changes else ["GET", "POST"],
        "parameters": [told_parameter(one) for one in called.parameters],
        "shape": Shape.ROW if isinstance(runs, Operation) else endpoint.shape,
        "columns": endpoint.columns,
        "answers": runs.answers or None if isinstance(runs, Operation) else None,
        "fits": called.fits,
    }


def _page(sent: parse.Parameters) -> Page:
    """Which page is asked for; taken out of `sent`."""
    return Page(_whole(sent, "_page", 1, MOST_PAGES), _whole(sent, "_per_page", PER_PAGE, MAX_ROWS))


def _whole(sent: parse.Parameters, name: str, default: int, most: int) -> int:
    if name not in sent:
        return default
    text = _once(sent, name)
    del sent[name]
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:9]) <= most:
        raise InvalidParameter(f"{name} takes a number from 1 to {most}.")
    return int(text)


def _once(sent: parse.Parameters, name: str) -> str:
    if len(sent[name]) > 1:
        raise InvalidParameter(f"{name} is sent twice. Send it once.")
    return sent[name][0]
