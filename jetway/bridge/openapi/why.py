"""The question why somebody does not see something, in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.openapi.parts import answers, operation, parameter
from jetway.core.policy import MANAGERS
from jetway.core.why import Reason

if TYPE_CHECKING:
    from jetway.bridge.openapi.schemas import Json
    from jetway.core.view import View

PARAMETERS = {
    "table": "The table's name.",
    "column": "A column of it.",
    "key": "The key of a row, as in paths.",
    "operation": "An operation, as charges.refund,",
    "endpoint": "or an endpoint, by its id. One of table, operation and endpoint.",
    "role": "Whose view it is: a role,",
    "member": "or a member, by their id. One of the two.",
}
_REASON: Json = {
    "type": "object",
    "required": ["reason", "detail", "rule"],
    "properties": {
        "reason": {"enum": [reason.value for reason in Reason]},
        "detail": {"type": "string"},
        "rule": {"type": "string", "description": "A JSON pointer into the policy, where it stands there."},
    },
}
_CLAUSE: Json = {
    "type": "object",
    "required": ["rule", "says", "holds", "attributes"],
    "properties": {
        "rule": {"type": "string"},
        "says": {"type": "object"},
        "holds": {"type": ["boolean", "null"]},
        "attributes": {"type": "array", "items": {"type": "string"}},
    },
}
_ANSWER: Json = {
    "type": "object",
    "required": ["role", "visible", "reasons", "clauses"],
    "properties": {
        "role": {"type": "string"},
        "visible": {"type": ["boolean", "null"]},
        "reasons": {"type": "array", "items": _REASON},
        "clauses": {"type": "array", "items": _CLAUSE},
    },
}


def why_paths(view: View) -> Json:
    """The path, for the roles that run a project."""
    if view.role not in MANAGERS:
        return {}
    parameters = [parameter(name, description) for name, description in PARAMETERS.items()]
    asked = operation("why", "Why somebody does not see something", answers(_ANSWER), parameters=parameters)
    return {"/api/why/": {"get": asked}}
