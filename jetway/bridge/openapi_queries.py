"""Saved queries in the OpenAPI document: to be run by their id, and at addresses of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.openapi_operations import parameters_schema
from jetway.bridge.openapi_schemas import value
from jetway.bridge.operation import answers, json_body, operation, parameter, ref
from jetway.core.parameters import as_column
from jetway.core.saved_query import Shape

if TYPE_CHECKING:
    from jetway.bridge.openapi_schemas import Json
    from jetway.core.saved_query import SavedQuery
    from jetway.core.view import View

_ROW: Json = {"type": "object"}
_WHOLE: Json = {"type": "integer", "minimum": 1}
_SHAPES: dict[Shape, Json] = {
    Shape.ROW: _ROW,
    Shape.VALUE: {"type": "object", "required": ["value"], "properties": {"value": {}}},
    Shape.ROWS: {
        "type": "object",
        "required": ["results", "page", "per_page", "has_more"],
        "properties": {
            "results": {"type": "array", "items": _ROW},
            "page": _WHOLE,
            "per_page": _WHOLE,
            "has_more": {"type": "boolean"},
            "data_query_time": {"type": "number"},
        },
    },
}
_PAGES = [
    parameter("_page", "From 1.", _WHOLE),
    parameter("_per_page", "100 unless said, at most 1,000.", _WHOLE),
]


def query_paths(view: View) -> Json:
    """The paths of the queries that the view's actors may run."""
    paths: Json = {}
    for query in view.queries.values():
        paths[f"/api/queries/{query.id}/run/"] = {"post": _run(query)}
        if query.endpoint is not None:
            paths[f"/api/endpoints/{query.id}/"] = _endpoint(query, query.endpoint)
    return paths


def _run(query: SavedQuery) -> Json:
    body = {
        "allOf": [ref("schemas", "Running")],
        "properties": {"params_obj": parameters_schema(query.parameters)},
    }
    return operation(f"run {query.id}", query.title, answers(ref("schemas", "Answer")), body=json_body(body))


def _endpoint(query: SavedQuery, shape: Shape) -> Json:
    told = answers(_SHAPES[shape])
    pages = _PAGES if shape is Shape.ROWS else []
    values = [
        {**parameter(one.name, "", value(as_column(one))), "required": one.required}
        for one in query.parameters
    ]
    body = json_body(parameters_schema(query.parameters))
    return {
        "get": operation(f"get {query.id}", query.title, told, parameters=[*values, *pages]),
        "post": operation(f"post {query.id}", query.title, told, parameters=pages, body=body),
    }
