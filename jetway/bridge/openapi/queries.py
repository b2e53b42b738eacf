"""Saved queries in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.openapi.operations import parameters_schema
from jetway.bridge.openapi.parts import answers, json_body, operation, ref

if TYPE_CHECKING:
    from jetway.bridge.openapi.schemas import Json
    from jetway.core.saved_query import SavedQuery
    from jetway.core.view import View


def query_paths(view: View) -> Json:
    """The paths of the queries that the view's actors may run."""
    paths: Json = {}
    for query in view.queries.values():
        paths[f"/api/queries/{query.id}/run/"] = {"post": _run(query)}
    return paths


def _run(query: SavedQuery) -> Json:
    body = {
        "allOf": [ref("schemas", "Running")],
        "properties": {"params_obj": parameters_schema(query.parameters)},
    }
    return operation(f"run {query.id}", query.title, answers(ref("schemas", "Answer")), body=json_body(body))
