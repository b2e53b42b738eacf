"""One collection, drafted from the operations of its paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec.structs import replace

from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.draft.columns import columns_of, guessed_key
from jetway.sources.draft.document import objects_in
from jetway.sources.draft.operation import Body, body_of, operation_of, usual_params
from jetway.sources.draft.pages import pages, paging_of
from jetway.sources.rest.spec import Changing, Collection, ColumnSpec, Getting, Listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.sources.draft.document import Document
    from jetway.sources.draft.operation import Operation

Schema: TypeAlias = "Mapping[str, object]"
Way: TypeAlias = Literal["PATCH", "PUT", "POST"]

_ENVELOPE = ("data", "items", "results", "records", "values", "value", "entries", "list")
_RANGES = {"gt": Op.GT, "gte": Op.GTE, "lt": Op.LT, "lte": Op.LTE}
_WAYS: tuple[Way, ...] = ("PATCH", "PUT", "POST")
"""The ways to change a record, the one that changes the least first."""


@dataclass(frozen=True, slots=True)
class Single:
    """The path of one record, and what stands in it for the key."""

    path: str
    name: str

    def filled(self, key: str) -> str:
        """The path, with the key column in it."""
        return self.path.replace(f"{{{self.name}}}", f"{{{key}}}")


def collection_of(
    document: Document, listing: Operation, name: str, single: Single | None
) -> Collection | None:
    """The collection that a GET lists; `None` where it lists no records with a key."""
    records = _records(document, listing.answer, name)
    if records is None:
        return None
    where, record = records
    columns = columns_of(document, record)
    key = guessed_key(columns, name, single.name if single else "")
    if not key or columns[key].type is Type.JSON:
        return None
    columns = {one: _filtered(document, one, spec, listing.params) for one, spec in columns.items()}
    paging = paging_of(document, listing.params, listing.answer, key, links=listing.links)
    params, _ = usual_params(listing.needed)
    listed = Listing(path=listing.path, records=where, params=params, paging=paging)
    collection = Collection(key=key, columns=columns, list=listed)
    collection = _created(document, collection)
    return _with_single(document, collection, single) if single else collection


def _records(document: Document, answer: Mapping[str, object], name: str) -> tuple[str, Schema] | None:
    """Where in an answer its records are, and the schema of one."""
    if answer.get("type") == "array":
        return "", document.schema(answer.get("items"))
    if "id" in objects_in(answer, "properties"):
        return None  # one record, with lists in it
    lists = dict(_lists(document, answer, ""))
    for path, one in objects_in(answer, "properties").items():
        lists |= dict(_lists(document, document.schema(one), f"{path}."))
    objects = {path: record for path, record in lists.items() if objects_in(record, "properties")}
    usual = [path for word in (*_ENVELOPE, name) for path in objects if path.split(".")[-1] == word]
    if len(objects) != 1 and not usual:
        return None
    path = usual[0] if usual else next(iter(objects))
    return path, objects[path]


def _lists(document: Document, schema: Mapping[str, object], above: str) -> list[tuple[str, Schema]]:
    properties = {name: document.schema(one) for name, one in objects_in(schema, "properties").items()}
    return [
        (above + name, document.schema(one.get("items")))
        for name, one in properties.items()
        if one.get("type") == "array" and "." not in name
    ]


def _filtered(document: Document, name: str, column: ColumnSpec, params: Mapping[str, Schema]) -> ColumnSpec:
    """The column, with the parameters of its name as filters: for one value, or for the ends of a span."""
    if pages(name) or name not in params or column.type is Type.JSON:
        return column
    param = params[name]
    found = {} if param.get("type") in ("array", "object") else {Op.EQ: name}
    for one in (param, *document.choices(param)):
        bounds = objects_in(one, "properties").keys() & _RANGES.keys()
        found |= {_RANGES[bound]: f"{name}[{bound}]" for bound in sorted(bounds)}
    return replace(column, filters=found)


def _created(document: Document, collection: Collection) -> Collection:
    """The collection, with what a POST to its list does."""
    operation = operation_of(document, collection.list.path, "post")
    if operation is None:
        return collection
    body = body_of(document, operation, collection.columns)
    if not body.columns:
        return collection
    record = _record(document, operation.answer, collection.key)
    way = Changing(path=collection.list.path, body=body.kind, wrap=body.wrap, record=record)
    columns = {
        name: replace(column, create=name in body.columns, required=name in body.required)
        for name, column in collection.columns.items()
    }
    return replace(collection, create=way, columns=columns)


def _with_single(document: Document, collection: Collection, single: Single) -> Collection:
    """The collection, with what can be done to one of its records."""
    key, path = collection.key, single.filled(collection.key)
    got = operation_of(document, single.path, "get")
    if got is not None:
        collection = replace(collection, get=Getting(path=path, record=_record(document, got.answer, key)))
    if operation_of(document, single.path, "delete") is not None:
        collection = replace(collection, delete=Changing(path=path, method="DELETE"))
    for method in _WAYS:
        operation = operation_of(document, single.path, method.lower())
        body = operation and body_of(document, operation, collection.columns)
        if operation and body and body.columns:
            return _updated(collection, body, path, method, _record(document, operation.answer, key))
    return collection


def _updated(collection: Collection, body: Body, path: str, method: Way, record: str) -> Collection:
    columns = {
        name: replace(column, update=name in body.columns) for name, column in collection.columns.items()
    }
    way = Changing(path=path, method=method, body=body.kind, wrap=body.wrap, record=record)
    return replace(collection, update=way, columns=columns)


def _record(document: Document, answer: Mapping[str, object], key: str) -> str:
    """Where in an answer its one record is."""
    properties = objects_in(answer, "properties")
    if key in properties:
        return ""
    inner = {name: objects_in(document.schema(one), "properties") for name, one in properties.items()}
    return next((name for name, one in inner.items() if key in one and "." not in name), "")
