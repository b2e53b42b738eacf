"""The OpenAPI 3.1 document of a view: what its actors can call, and no name that they may not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

import jetway
from jetway.bridge.asking import Running, Several, Written
from jetway.bridge.endpoint_trial import TriedEndpoint
from jetway.bridge.files.bodies import FileColumn, WantedFiles
from jetway.bridge.graph.request import GraphqlRequest
from jetway.bridge.jet_types import AddedColumn, AlteredColumn, CreatedTable, RenamedTable
from jetway.bridge.openapi import schemas
from jetway.bridge.openapi.audit import audit_paths
from jetway.bridge.openapi.endpoints import endpoint_paths
from jetway.bridge.openapi.files import file_paths
from jetway.bridge.openapi.operations import operation_paths
from jetway.bridge.openapi.parts import answers, json_body, operation, parameter, path_parameter, ref
from jetway.bridge.openapi.queries import query_paths
from jetway.bridge.openapi.sources import source_paths
from jetway.bridge.openapi.structure import structure_paths
from jetway.bridge.openapi.tables import PARAMETERS, paths_of
from jetway.bridge.openapi.why import why_paths
from jetway.bridge.sources.bodies import (
    AnswerToRead,
    BroughtBack,
    ChangedSource,
    DescriptionText,
    GraphqlToDraft,
    NewSource,
    SourceToConnect,
    TriedDescription,
    TriedSource,
)
from jetway.core.source_scope import FIRST_NAME

if TYPE_CHECKING:
    from jetway.bridge.openapi.schemas import Json
    from jetway.core.view import View

_PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "instance", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; docs/reference/errors.md lists them."},
        "detail": {"type": "string", "description": "What is wrong, and what to do next."},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_ANSWER: Json = {
    "type": "object",
    "required": ["row_count", "data", "columns", "column_descriptions", "limit", "has_more"],
    "properties": {
        "row_count": {"type": "integer"},
        "data": {"type": "array", "items": {"type": "array"}},
        "columns": {"type": "array", "items": {"type": "string"}},
        "column_descriptions": {"type": "object"},
        "limit": {"type": "integer"},
        "has_more": {"type": "boolean"},
        "count": {"type": "integer"},
        "data_query_time": {"type": "number"},
        "count_query_time": {"type": "number"},
    },
}


def base_path(source: str) -> str:
    """The path that all routes of a source begin with; "" is the bridge's first."""
    return f"/api/sources/{source}/" if source else "/api/"


def proxy_path(source: str) -> str:
    """The path that the operations of a source lie under."""
    return f"/api/proxy/{source or FIRST_NAME}/"


def openapi(view: View) -> Json:
    """The document."""
    at = base_path(view.source)
    tables = sorted(view.tables.items())
    components: Json = {"Problem": _PROBLEM, "Answer": _ANSWER, **_bodies()}
    paths: Json = {}
    numbers = {name: number for number, (name, _) in enumerate(tables)}
    for name, seen in tables:
        number = numbers[name]
        components[f"row_{number}"] = schemas.row(seen, numbers, view.far.get(name, ()))
        components[f"create_{number}"] = schemas.create(seen)
        components[f"update_{number}"] = schemas.update(seen)
        paths |= paths_of(number, seen, audited=view.may_audit)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Jetway",
            "version": jetway.__version__,
            "description": "Rows of one database, as far as whoever fetched this document may see them.",
        },
        "servers": [{"url": "../" * (at.count("/") - 1)}],
        "security": [{"token": []}],
        "tags": [{"name": name} for name, _ in tables],
        "paths": _placed(view, paths | _other_paths(view)),
        "components": {
            "schemas": components,
            "parameters": PARAMETERS,
            "responses": {
                "Refused": {
                    "description": "Refused, with the reason.",
                    "content": {"application/problem+json": {"schema": ref("schemas", "Problem")}},
                }
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A User Token or API token."}
            },
        },
    }


def _placed(view: View, paths: Json) -> Json:
    """The paths where they are: those of a source behind its own, and its operations behind the proxy's."""
    at = base_path(view.source)
    operations = operation_paths(view, proxy_path(view.source)) if view.operations else {}
    return {at + path.removeprefix("/api/"): item for path, item in paths.items()} | operations


def _bodies() -> Json:
    """The schemas of bodies that are read by their types."""
    changes = (CreatedTable, RenamedTable, AddedColumn, AlteredColumn)
    drafts = (DescriptionText, TriedDescription, GraphqlToDraft, AnswerToRead)
    sources = (NewSource, TriedSource, ChangedSource, SourceToConnect, BroughtBack, *drafts)
    files = (FileColumn, WantedFiles)
    _, found = msgspec.json.schema_components(
        (TriedEndpoint, Running, Written, Several, GraphqlRequest, *files, *changes, *sources),
        ref_template="#/components/schemas/{name}",
    )
    return dict(found)


def _other_paths(view: View) -> Json:
    anything = {"type": "array", "items": {"type": "object"}}
    described = operation(
        "describe", "Tables, columns, relations and verbs that you may see", answers(anything)
    )
    queries = operation("queries", "Saved queries that you may run", answers(anything))
    document = operation("openapi", "This document", answers({"type": "object"}))
    paths: Json = {
        "/api/model_descriptions/": {"get": described},
        "/api/graphql/": _graphql(),
        "/api/openapi.json": {"get": document},
        "/api/queries/": {"get": queries},
    }
    if view.structure:
        paths["/api/model_descriptions/relationship_overrides/"] = {
            "post": operation("declare", "Declare relations", answers(anything), body=json_body(anything))
        }
        left = operation("left out", "Declarations whose table or column is gone", answers(anything))
        paths["/api/model_descriptions/left_out/"] = {"get": left}
        paths["/api/model_descriptions/left_out/{declaration}/"] = {
            "parameters": [path_parameter("declaration", "As the list tells it")],
            "delete": operation("take away", "Forget a declaration that is left out", answers(None, "204")),
        }
    if view.may_run_sql:
        body = json_body({"anyOf": [ref("schemas", "Written"), ref("schemas", "Several")]})
        one = ref("schemas", "Answer")
        answered = answers({"anyOf": [one, {"type": "array", "items": {"type": "object"}}]})
        paths["/api/sql/"] = {"post": operation("sql", "Run SQL of your own, read-only", answered, body=body)}
    paths |= query_paths(view) | endpoint_paths(view) | file_paths(view)
    return paths | structure_paths(view) | audit_paths(view) | why_paths(view) | source_paths(view)


def _graphql() -> Json:
    names = {"query": "The document.", "variables": "JSON.", "operationName": "Which of its operations."}
    parameters = [parameter(name, description) for name, description in names.items()]
    parameters[0]["required"] = True
    answered = answers({"type": "object", "properties": {"data": {}, "errors": {"type": "array"}}})
    body = json_body(ref("schemas", "GraphqlRequest"))
    return {
        "get": operation("graphql by address", "A GraphQL query", answered, parameters=parameters),
        "post": operation("graphql", "A GraphQL query", answered, body=body),
    }
