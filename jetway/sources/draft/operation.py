"""One operation of an OpenAPI document: its parameters, what it takes and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jetway.sources.draft.document import list_in, objects_in, text_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from jetway.sources.draft.document import Document

FORM = "application/x-www-form-urlencoded"
TOKENS = frozenset({"token", "access_token", "api_key", "apikey", "key"})
"""Parameters by which somebody proves who they are, which is not an operation's to say."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of a path. `params`: schemas of its query parameters; `needed`: of those it must have.

    `answer` is the schema of what it answers when all is well, with a header `Link` where it `links`;
    `body` and `kind` are of what it takes.
    """

    path: str
    params: Mapping[str, Mapping[str, object]]
    needed: Mapping[str, Mapping[str, object]]
    answer: Mapping[str, object]
    links: bool
    body: Mapping[str, object]
    kind: Literal["json", "form"]


@dataclass(frozen=True, slots=True)
class Body:
    """What a change takes: the columns, those of them that it needs, and where in the body they go."""

    kind: Literal["json", "form"]
    wrap: str
    columns: frozenset[str]
    required: frozenset[str]


def operation_of(document: Document, path: str, method: str) -> Operation | None:
    """The operation; `None` where the document has none there."""
    item = document.followed(objects_in(document.root, "paths").get(path))
    found = document.followed(item.get(method))
    if not found:
        return None
    answer = _success(document, found)
    taken = objects_in(document.followed(found.get("requestBody")), "content")
    params = [document.followed(one) for one in (*list_in(item, "parameters"), *list_in(found, "parameters"))]
    form = FORM in taken and not any("json" in one for one in taken)
    return Operation(
        path=path,
        params=_schemas(document, params),
        needed=_schemas(document, [one for one in params if one.get("required") is True]),
        answer=_json(document, objects_in(answer, "content")),
        links=any(name.lower() == "link" for name in objects_in(answer, "headers")),
        body=document.schema(objects_in(taken, FORM).get("schema")) if form else _json(document, taken),
        kind="form" if form else "json",
    )


def body_of(document: Document, operation: Operation, columns: Collection[str]) -> Body:
    """What a change takes of the columns; wrapped, where the body holds one object with some of them."""
    schema, wrap = operation.body, ""
    properties = objects_in(schema, "properties")
    if len(properties) == 1 and not properties.keys() & set(columns):
        [wrap] = properties
        schema = document.schema(properties[wrap])
        properties = objects_in(schema, "properties")
    named = frozenset(properties) & frozenset(columns)
    required = named & {one for one in list_in(schema, "required") if isinstance(one, str)}
    return Body(operation.kind, wrap, named, required)


def usual_params(needed: Mapping[str, Mapping[str, object]]) -> tuple[dict[str, str], set[str]]:
    """What to send for parameters that must be sent, and those of which nothing says it."""
    usual = {name: schema["default"] for name, schema in needed.items() if "default" in schema}
    said = {name: str(one) for name, one in usual.items() if isinstance(one, str | int) and one is not True}
    return said, needed.keys() - said.keys()


def _schemas(document: Document, params: Sequence[Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
    """Of the query's parameters."""
    return {
        text_in(one, "name"): document.schema(one.get("schema"))
        for one in params
        if one.get("in") == "query" and text_in(one, "name") not in TOKENS
    }


def _success(document: Document, operation: Mapping[str, object]) -> dict[str, object]:
    """What is answered when all is well."""
    answers = objects_in(operation, "responses")
    said = next((answers[status] for status in ("200", "2XX", "201", "default") if status in answers), None)
    return document.followed(said)


def _json(document: Document, content: Mapping[str, object]) -> dict[str, object]:
    """The schema of the JSON among the media types."""
    said = next((one for name, one in content.items() if "json" in name), None)
    return document.schema(document.followed(said).get("schema"))
