"""The audit in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from jetway.bridge.operation import answers, json_body, operation, parameter, path_parameter
from jetway.core.audit import Action, Way

if TYPE_CHECKING:
    from jetway.bridge.openapi_schemas import Json
    from jetway.core.view import View

_EVENTS = answers(
    {
        "type": "object",
        "properties": {
            "results": {"type": "array", "items": {"type": "object"}},
            "next": {"type": ["string", "null"]},
        },
    }
)
_FILTERS = [
    parameter("person", "The id of a person or API token."),
    parameter("table", "The table's name."),
    parameter("key", "The row's key, as in paths."),
    parameter("action", "What was done.", {"enum": [action.value for action in Action]}),
    parameter("way", "Which way.", {"enum": [way.value for way in Way]}),
    parameter("from", "Not before this moment.", {"type": "string", "format": "date-time"}),
    parameter("to", "Before this moment.", {"type": "string", "format": "date-time"}),
]
_PAGES = [
    parameter("_per_page", "Up to 500.", {"type": "integer", "minimum": 1, "maximum": 500}),
    parameter("_cursor", "`next` of the page before."),
]
_CHOSEN: Json = {
    "type": "object",
    "properties": {"columns": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
    "additionalProperties": False,
}


def audit_paths(view: View) -> Json:
    """Every path of the audit; none for a role without the right."""
    if not view.may_audit:
        return {}
    form = parameter("_format", "The kind of file.", {"enum": ["ndjson", "csv"]})
    listed = operation("audit", "Who did what, newest first", _EVENTS, parameters=[*_FILTERS, *_PAGES])
    file = operation("export audit", "The audit as a file", answers(None), parameters=[form, *_FILTERS])
    paths: Json = {"/api/audit/": {"get": listed}, "/api/audit/export/": {"get": file}}
    for seen in view.tables.values():
        if seen.table.key:
            paths |= _of_one(seen.table.name)
    return paths


def _of_one(table: str) -> Json:
    path = f"/api/models/{quote(table, safe='')}/{{key}}/history/"
    key = path_parameter("key", "The key; the values of several columns with commas between.")
    event = path_parameter("event", "The event's id.")
    pages = [*_FILTERS, *_PAGES]
    told = operation(f"history of {table}", "What was done to a row", _EVENTS, tag=table, parameters=pages)
    row = answers({"type": "object"})
    body = json_body(_CHOSEN)
    back = operation(f"restore {table}", "Put back what an event changed", row, tag=table, body=body)
    return {
        path: {"parameters": [key], "get": told},
        f"{path}{{event}}/restore/": {"parameters": [key, event], "post": back},
    }
