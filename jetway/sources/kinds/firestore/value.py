"""Firestore's values, which say their type, and plain ones. Knows no columns and no requests.

The types: https://firebase.google.com/docs/firestore/reference/rest/v1/Value
"""

from __future__ import annotations

import base64
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from jetway.core.errors import AppChanged, InvalidValue
from jetway.core.values import NON_FINITE

if TYPE_CHECKING:
    from jetway.sources.rest.sampled import Outline

Typed: TypeAlias = dict[str, Any]
"""A value with its type, as `{"integerValue": "3"}`."""

LEAST, MOST = -(2**63), 2**63 - 1
MARK = "/documents/"
SCALARS: dict[str, type | tuple[type, ...]] = {
    "booleanValue": bool,
    "doubleValue": (int, float, str),
    "stringValue": str,
    "bytesValue": str,
    "geoPointValue": dict,
}


def plain(value: Typed) -> object:
    """The value, ready for JSON; a reference as its path in the database. Raises `AppChanged`.

    >>> plain({"mapValue": {"fields": {"age": {"integerValue": "3"}, "tags": {"arrayValue": {}}}}})
    {'age': 3, 'tags': []}
    """
    kind, said = _taken_apart(value)
    match kind:
        case "nullValue":
            return None
        case "integerValue":
            return int(said)
        case "referenceValue":
            return path_of(said)
        case "timestampValue":
            return moment(str(said))
        case "arrayValue":
            return [plain(item) for item in said.get("values", [])]
        case "mapValue":
            return {name: plain(item) for name, item in said.get("fields", {}).items()}
        case _ if isinstance(said, SCALARS.get(kind, ())):
            return said
        case _:
            raise AppChanged(f"Firestore sent a value of a type that Jetway does not know: {kind[:30]!r}.")


def outline(fields: dict[str, Typed]) -> Outline:
    """What kinds of values are in a document."""
    return {name: _outlined(value) for name, value in fields.items()}


def at(fields: dict[str, Typed], path: tuple[str, ...]) -> Typed | None:
    """The value at a path of a document, `None` where nothing is."""
    for name in path[:-1]:
        fields = fields.get(name, {}).get("mapValue", {}).get("fields", {})
    return fields.get(path[-1])


def put(fields: dict[str, Typed], path: tuple[str, ...], value: Typed) -> None:
    """Have the value stand there."""
    for name in path[:-1]:
        fields = fields.setdefault(name, {"mapValue": {"fields": {}}})["mapValue"]["fields"]
    fields[path[-1]] = value


def typed(value: object, like: Typed | None = None) -> Typed:
    """A plain value with its type; parts that are as in `like`, or fit its types, keep those.

    >>> typed({"at": "2026-01-02T00:00:00Z"}, {"mapValue": {"fields": {"at": {"timestampValue": ""}}}})
    {'mapValue': {'fields': {'at': {'timestampValue': '2026-01-02T00:00:00Z'}}}}
    """
    kind, said = _taken_apart(like) if like else ("", {})
    match value:
        case None:
            return {"nullValue": None}
        case bool():
            return {"booleanValue": value}
        case int() if kind != "doubleValue":
            return _integer(value)
        case int() | float() | Decimal():
            return {"doubleValue": float(value)}
        case str() if _fits(kind, value):
            return {kind: reference(str(said), value) if kind == "referenceValue" else value}
        case str():
            return {"stringValue": value}
        case dict() if kind == "geoPointValue" and value.keys() == {"latitude", "longitude"}:
            return {kind: value}
        case dict():
            inner = said.get("fields", {}) if kind == "mapValue" else {}
            return {"mapValue": {"fields": {name: typed(v, inner.get(name)) for name, v in value.items()}}}
        case list():
            items = said.get("values", []) if kind == "arrayValue" else []
            like_each = [*items, *[None] * len(value)]
            return {"arrayValue": {"values": [typed(*pair) for pair in zip(value, like_each, strict=False)]}}
        case _:
            raise InvalidValue("Firestore keeps no such value.")


def of_kind(native: str, value: object, root: str) -> Typed:
    """A value of a column of that kind; `root`: the name of the database's documents."""
    match native:
        case "integer":
            return _integer(int(str(value)))
        case "double":
            return {"doubleValue": value if isinstance(value, str) else float(str(value))}
        case "reference":
            return {"referenceValue": f"{root}/{value}"}
        case "bytes" if isinstance(value, bytes):
            return {"bytesValue": base64.b64encode(value).decode()}
        case "timestamp" | "string" | "boolean":
            return {f"{native}Value": value}
        case _:
            return typed(value)


def moment(text: str) -> str:
    """A moment as it is told everywhere: with its distance from UTC."""
    return f"{text[:-1]}+00:00" if text.endswith("Z") else text


def path_of(name: str) -> str:
    """A document's path in its database, of its whole name."""
    return name.partition(MARK)[2]


def reference(like: str, path: str) -> str:
    """The whole name of the document at `path`, of the database that `like` is in."""
    return like.partition(MARK)[0] + MARK + path


def _taken_apart(value: object) -> tuple[str, Any]:
    if not isinstance(value, dict) or len(value) != 1:
        raise AppChanged("Firestore sent something else than a value with its type.")
    return next(iter(value.items()))


def _outlined(value: Typed) -> str | Outline:
    kind, said = _taken_apart(value)
    if kind == "mapValue":
        return outline(said.get("fields", {}))
    return kind.removesuffix("Value")


def _integer(value: int) -> Typed:
    if not LEAST <= value <= MOST:
        raise InvalidValue("A whole number in Firestore has at most 64 bits.")
    return {"integerValue": str(value)}


def _fits(kind: str, text: str) -> bool:
    """Whether a text can stay of a kind that is told as text."""
    match kind:
        case "timestampValue":
            try:
                return datetime.fromisoformat(text).tzinfo is not None
            except ValueError:
                return False
        case "doubleValue":
            return text in NON_FINITE
        case "referenceValue":
            return text.count("/") % 2 == 1 and all(text.split("/"))
        case _:
            return False
