"""The small parts that an OpenAPI document is put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.openapi.schemas import Json


def ref(kind: str, name: str) -> Json:
    """A reference to a component."""
    return {"$ref": f"#/components/{kind}/{name}"}


def operation(
    id_: str,
    summary: str,
    responses: Json,
    *,
    tag: str = "",
    parameters: Sequence[Json] = (),
    body: Json | None = None,
) -> Json:
    """One method of a path. Everything may be refused, hence every operation says so."""
    made: Json = {"operationId": id_, "summary": summary, "responses": responses}
    if tag:
        made["tags"] = [tag]
    if parameters:
        made["parameters"] = list(parameters)
    if body is not None:
        made["requestBody"] = body
    return made


def answers(schema: Json | None, status: str = "200", *, cached: bool = False) -> Json:
    """The answer that is hoped for, and refusals. `cached`: 304 for whoever has it already."""
    told: Json = {"description": "As asked."}
    if schema is not None:
        told["content"] = {"application/json": {"schema": schema}}
    found: Json = {status: told}
    if cached:
        found["304"] = {"description": "As you have it already."}
    refused = ref("responses", "Refused")
    return found | {"4XX": refused, "5XX": refused}


def json_body(schema: Json) -> Json:
    """A body of JSON."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def parameter(name: str, description: str, schema: Json | None = None) -> Json:
    """A parameter of the query string."""
    return {"name": name, "in": "query", "description": description, "schema": schema or {"type": "string"}}


def header_parameter(name: str, description: str) -> Json:
    """A header."""
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string"}}


def path_parameter(name: str, description: str) -> Json:
    """A part of the path."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", "minLength": 1},
    }
