"""The audit in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.openapi.parts import answers, operation, parameter
from jetway.core.audit import Action, Way

if TYPE_CHECKING:
    from jetway.bridge.openapi.schemas import Json
    from jetway.core.view import View

EVENTS = answers(
    {
        "type": "object",
        "properties": {
            "results": {"type": "array", "items": {"type": "object"}},
            "next": {"type": ["string", "null"]},
        },
    }
)
FILTERS = [
    parameter("person", "The id of a person or API token."),
    parameter("table", "The table's name."),
    parameter("key", "The row's key, as in paths."),
    parameter("action", "What was done.", {"enum": [action.value for action in Action]}),
    parameter("way", "Which way.", {"enum": [way.value for way in Way]}),
    parameter("from", "Not before this moment.", {"type": "string", "format": "date-time"}),
    parameter("to", "Before this moment.", {"type": "string", "format": "date-time"}),
]
PAGES = [
    parameter("_per_page", "Up to 500.", {"type": "integer", "minimum": 1, "maximum": 500}),
    parameter("_cursor", "`next` of the page before."),
]


def audit_paths(view: View) -> Json:
    """The paths of the audit; none for a role without the right. A row's history is with its table."""
    if not view.may_audit:
        return {}
    form = parameter("_format", "The kind of file.", {"enum": ["ndjson", "csv"]})
    listed = operation("audit", "Who did what, newest first", EVENTS, parameters=[*FILTERS, *PAGES])
    done = answers(None)
    done["200"]["content"] = {"application/x-ndjson": {}, "text/csv": {}}
    file = operation("export audit", "The audit as a file", done, parameters=[form, *FILTERS])
    return {"/api/audit/": {"get": listed}, "/api/audit/export/": {"get": file}}
