"""Sources that people add, in the OpenAPI document of the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.openapi.parts import answers, json_body, operation, parameter, path_parameter, ref

if TYPE_CHECKING:
    from jetway.bridge.openapi.schemas import Json
    from jetway.core.view import View

_TEXT: Json = {"type": "string"}
_SOURCE: Json = {
    "type": "object",
    "required": ["name", "title", "colour", "kind", "path", "state"],
    "properties": {
        **dict.fromkeys(("name", "title", "colour", "kind", "path"), _TEXT),
        "state": {"enum": ["ok", "unreachable"]},
        "reason": {"type": "string", "description": "What is wrong, for those who may change sources."},
        "notes": {
            "type": "array",
            "items": _TEXT,
            "description": "What of the source is served in part or not at all, and why, for them too.",
        },
        "advice": {
            "type": "array",
            "items": _TEXT,
            "description": "Where they can make indexes that were missed.",
        },
    },
}
_NOTES: Json = {
    "type": "array",
    "items": _TEXT,
    "description": "What could not be done beside it. Left out where there is nothing to tell.",
}
_DEFINITION: Json = {
    "type": "object",
    "required": ["name", "title", "colour", "kind", "options", "tables", "path"],
    "properties": {
        **dict.fromkeys(("name", "title", "colour", "kind", "path"), _TEXT),
        "options": {"type": "object", "description": 'A secret that is kept is {"$secret": true}.'},
        "tables": {"anyOf": [{"const": "all"}, {"type": "array", "items": _TEXT}]},
        "notes": _NOTES,
    },
}
_FOUND: Json = {
    "type": "object",
    "required": ["engine", "version", "tables", "seconds", "notes"],
    "properties": {
        "engine": _TEXT,
        "version": _TEXT,
        "tables": {"type": "array", "items": _TEXT},
        "seconds": {"type": "number"},
        "notes": {"type": "array", "items": _TEXT},
    },
}
_KINDS: Json = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["kind", "label", "options"],
        "properties": {
            "kind": _TEXT,
            "label": _TEXT,
            "options": {"type": "array", "items": {"type": "object"}},
        },
    },
}
_OBJECT: Json = {"type": "object"}
_DRAFT: Json = {
    "type": "object",
    "required": ["description", "auths", "left_out"],
    "properties": {
        "description": {**_OBJECT, "description": "A connector description, to be looked at."},
        "auths": {"type": "array", "items": _OBJECT},
        "left_out": {
            "type": "array",
            "items": {"type": "object", "properties": {"path": _TEXT, "why": _TEXT}},
        },
    },
}
_PROPOSAL: Json = {
    "type": ["object", "null"],
    "properties": {"records": _TEXT, "many": {"type": "boolean"}, "columns": _OBJECT, "key": _TEXT},
}
_DESCRIBED: Json = {
    "type": "object",
    "required": ["description", "toml", "fault"],
    "properties": {"description": _OBJECT, "toml": _TEXT, "fault": {"type": ["string", "null"]}},
}
_TRIAL: Json = {
    "type": "object",
    "required": [
        "rows",
        "failure",
        "request",
        "status",
        "answer",
        "cut",
        "bytes",
        "seconds",
        "requests",
    ],
    "properties": {
        "rows": {"type": "array", "items": _OBJECT},
        "failure": {"type": ["object", "null"], "properties": {"code": _TEXT, "detail": _TEXT}},
        "request": {"type": ["object", "null"], "properties": {"method": _TEXT, "url": _TEXT}},
        "status": {"type": ["integer", "null"]},
        "answer": _TEXT,
        "cut": {"type": "boolean"},
        "bytes": {"type": "integer"},
        "seconds": {"type": "number"},
        "requests": {"type": "integer"},
    },
}
_ASKED: Json = {"type": "object", "required": ["url", "state"], "properties": {"url": _TEXT, "state": _TEXT}}
_NOTED: Json = {"type": "object", "required": ["notes"], "properties": {"notes": _NOTES}}
_CONSENT: Json = {"type": "object", "required": ["consent"], "properties": {"consent": _TEXT}}
_UNTESTED = parameter("_untested", "1: keep it, also where it does not answer.")


def source_paths(view: View) -> Json:
    """The paths under `/api/sources/` that are not those of one of the sources."""
    if view.source:
        return {}
    listed = operation("sources", "The sources that you see", answers({"type": "array", "items": _SOURCE}))
    if not view.may_change_sources:
        return {"/api/sources/": {"get": listed}}
    body = {name: json_body(ref("schemas", name)) for name in ("NewSource", "TriedSource", "ChangedSource")}
    told, name = answers(_DEFINITION), path_parameter("name", "The source's name.")
    added = operation(
        "add source",
        "Add a source",
        answers(_DEFINITION, "201"),
        parameters=[_UNTESTED],
        body=body["NewSource"],
    )
    changed = operation(
        "change source", "Change a source", told, parameters=[name, _UNTESTED], body=body["ChangedSource"]
    )
    tried = operation(
        "try source", "Try a source, and keep nothing", answers(_FOUND), body=body["TriedSource"]
    )
    removed = answers(None, "204") | answers(_NOTED)
    return {
        "/api/sources/": {"get": listed, "post": added},
        "/api/sources/kinds/": {"get": operation("kinds", "The kinds of source there are", answers(_KINDS))},
        "/api/sources/test/": {"post": tried},
        **_consent_paths(),
        **_draft_paths(),
        "/api/sources/{name}/": {
            "get": operation("source", "One source", told, parameters=[name]),
            "patch": changed,
            "delete": operation("remove source", "Remove a source", removed, parameters=[name]),
        },
    }


def _consent_paths() -> Json:
    """What connects apps whose providers ask a person."""
    asked = operation(
        "ask consent",
        "The page on which you agree that an app is connected",
        answers(_ASKED),
        body=json_body(ref("schemas", "SourceToConnect")),
    )
    kept = operation(
        "keep consent",
        "Keep what you agreed to",
        answers(_CONSENT),
        body=json_body(ref("schemas", "BroughtBack")),
    )
    return {"/api/sources/ask_consent/": {"post": asked}, "/api/sources/keep_consent/": {"post": kept}}


def _draft_paths() -> Json:
    """What drafts descriptions of apps."""
    media = {name: {"schema": _OBJECT} for name in ("application/json", "application/yaml")}
    imported = operation(
        "import openapi",
        "Draft a description from an OpenAPI document",
        answers(_DRAFT),
        body={"required": True, "content": media},
    )
    asked_for = operation(
        "import graphql",
        "Draft a description from the schema of a GraphQL API",
        answers(_DRAFT),
        body=json_body(ref("schemas", "GraphqlToDraft")),
    )
    proposed = operation(
        "propose",
        "How an answer of an app could be read",
        answers(_PROPOSAL),
        body=json_body(ref("schemas", "AnswerToRead")),
    )
    described = operation(
        "describe app",
        "What a description's text says, and what is wrong with it",
        answers(_DESCRIBED),
        body=json_body(ref("schemas", "DescriptionText")),
    )
    tried = operation(
        "try description",
        "Ask an app by a description, and keep nothing",
        answers(_TRIAL),
        body=json_body(ref("schemas", "TriedDescription")),
    )
    return {
        "/api/sources/describe/": {"post": described},
        "/api/sources/import_graphql/": {"post": asked_for},
        "/api/sources/import_openapi/": {"post": imported},
        "/api/sources/propose/": {"post": proposed},
        "/api/sources/try/": {"post": tried},
    }
