"""Endpoints in the OpenAPI document, with what they take and how they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.openapi.operations import ONCE, parameters_schema
from jetway.bridge.openapi.parts import answers, json_body, operation, parameter, ref
from jetway.bridge.openapi.schemas import nullable, value
from jetway.core.endpoint import TRY, Shape
from jetway.core.operation import Operation
from jetway.core.parameters import as_column
from jetway.core.policy import MANAGERS
from jetway.core.schema import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.bridge.openapi.schemas import Json
    from jetway.core.endpoint import Endpoint
    from jetway.core.endpoints import Call
    from jetway.core.types import Type
    from jetway.core.view import View

_TRIED: Json = {
    "type": "object",
    "required": ["answer", "columns"],
    "properties": {"answer": {}, "columns": {"type": "object", "additionalProperties": {"type": "string"}}},
}
_WHOLE: Json = {"type": "integer", "minimum": 1}
_PAGES = [
    parameter("_page", "From 1.", _WHOLE),
    parameter("_per_page", "100 unless said, at most 1,000.", _WHOLE),
]


def endpoint_paths(view: View) -> Json:
    """The paths of the endpoints that the view's actors may call."""
    numbers = {name: number for number, name in enumerate(sorted(view.tables))}
    listed = operation(
        "endpoints", "Endpoints that you may call", answers({"type": "array", "items": {"type": "object"}})
    )
    tried = operation(
        "try endpoint",
        "Try an endpoint before it is saved. What it does is done",
        answers(_TRIED),
        body=json_body(ref("schemas", "TriedEndpoint")),
    )
    trying = {f"/api/endpoints/{TRY}/": {"post": tried}} if view.role in MANAGERS else {}
    return {"/api/endpoints/": {"get": listed}, **trying} | {
        f"/api/endpoints/{id_}/": _methods(call, numbers) for id_, call in view.endpoints.items()
    }


def _methods(call: Call, numbers: Mapping[str, int]) -> Json:
    """By both methods, or by POST alone where something is changed by it."""
    endpoint, runs = call.endpoint, call.runs
    told = answers(_row_of(runs, numbers) if isinstance(runs, Operation) else _shape(endpoint))
    pages = _PAGES if endpoint.query and endpoint.shape is Shape.ROWS else []
    once = [ONCE] if isinstance(runs, Operation) and runs.once else []
    body = json_body(parameters_schema(call.parameters))
    post = operation(
        f"post endpoint {endpoint.id}", endpoint.title, told, parameters=[*pages, *once], body=body
    )
    if call.changes:
        return {"post": post}
    values = [
        {**parameter(one.name, one.comment, _sent(as_column(one))), "required": one.required}
        for one in call.parameters
    ]
    return {
        "get": operation(
            f"get endpoint {endpoint.id}", endpoint.title, told, parameters=[*values, *pages, *once]
        ),
        "post": post,
    }


def _sent(column: Column) -> Json:
    """A value in an address, where there is no null."""
    return {"enum": list(column.options)} if column.options else value(column)


def _row_of(runs: Operation, numbers: Mapping[str, int]) -> Json:
    """The row that it tells of, as far as the caller sees it; `null` where it tells of none."""
    if not runs.answers:
        return {"type": "null"}
    return {"anyOf": [ref("schemas", f"row_{numbers[runs.answers]}"), {"type": "null"}]}


def _shape(endpoint: Endpoint) -> Json:
    match endpoint.shape:
        case Shape.ROW:
            return _row(endpoint.columns)
        case Shape.VALUE:
            first = next((_cell(name, type_) for name, type_ in endpoint.columns.items()), {})
            return {"type": "object", "required": ["value"], "properties": {"value": first}}
        case Shape.ROWS:
            properties = {
                "results": {"type": "array", "items": _row(endpoint.columns)},
                "page": _WHOLE,
                "per_page": _WHOLE,
                "has_more": {"type": "boolean"},
            }
            times: Json = {"data_query_time": {"type": "number"}}
            return {
                "type": "object",
                "required": list(properties),
                "properties": properties | times,
            }


def _row(columns: Mapping[str, Type]) -> Json:
    if not columns:
        return {"type": "object"}
    return {
        "type": "object",
        "required": list(columns),
        "properties": {name: _cell(name, type_) for name, type_ in columns.items()},
        "additionalProperties": False,
    }


def _cell(name: str, type_: Type) -> Json:
    column = Column(name, type_, "", 0)
    return nullable(value(column), column)
