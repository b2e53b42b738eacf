"""From the schemas of an OpenAPI document to columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.schema import Type
from jetway.sources.draft.document import list_in, objects_in, text_in
from jetway.sources.rest.spec import ColumnSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jetway.sources.draft.document import Document

MOST = 200
MOST_OPTIONS = 100
LONGEST_OPTIONS = 10_000
"""How many characters the options of one column have together."""

LONGEST_COMMENT = 200

_TEXTS = {
    "date": Type.DATE,
    "date-time": Type.TIMESTAMPTZ,
    "uuid": Type.UUID,
}
_NUMBERS = {"integer": Type.INTEGER, "number": Type.FLOAT, "boolean": Type.BOOLEAN}


def columns_of(document: Document, record: Mapping[str, object]) -> dict[str, ColumnSpec]:
    """A column for each property of a record that a path can name."""
    properties = [(name, one) for name, one in objects_in(record, "properties").items() if "." not in name]
    return {name: column_of(document, one) for name, one in properties[:MOST]}


def column_of(document: Document, value: object) -> ColumnSpec:
    """What a property holds; JSON where it may be several things."""
    schema = document.schema(value)
    comment = comment_of(text_in(schema, "description"))
    type_ = _type(document, schema)
    if type_ is Type.INTEGER and text_in(schema, "format") == "unix-time":
        return ColumnSpec(type=Type.TIMESTAMPTZ, format="unix", comment=comment)
    options = tuple(one for one in list_in(schema, "enum") if isinstance(one, str) and one)
    short = len(options) <= MOST_OPTIONS and sum(map(len, options)) <= LONGEST_OPTIONS
    if type_ is Type.TEXT and options and short:
        return ColumnSpec(type=Type.ENUM, options=options, comment=comment)
    return ColumnSpec(type=type_, comment=comment)


def comment_of(description: str) -> str:
    """What people should know, of what an API says at length: its first line, where that is short."""
    words = description.strip().split("\n")[0]
    return words if len(words) <= LONGEST_COMMENT else ""


def guessed_key(names: Iterable[str], collection: str, hint: str = "") -> str:
    """The column that records are found by; "" where no name tells it. `hint`: what a path calls it."""
    one = collection.removesuffix("s")
    said = ("id", hint, hint.removeprefix(f"{one}_"), f"{one}_id", f"{one}Id", "_id", "uuid", "gid")
    there = set(names)
    usual = (*said, "key", "sid", "slug", "code", "number", "name")
    return next((name for name in usual if name in there), "")


def _type(document: Document, schema: Mapping[str, object]) -> Type:
    choices = document.choices(schema)
    if choices:
        types = {_type(document, one) for one in choices}
        # What is a text or a whole object is a reference that may be brought along: a text, where it is not.
        return types.pop() if len(types) == 1 else _of_reference(choices)
    said = schema.get("type")
    words = [one for one in said if one != "null"] if isinstance(said, list) else [said]
    word = words[0] if len(words) == 1 else None
    if word == "string" or (word is None and list_in(schema, "enum")):
        return _TEXTS.get(text_in(schema, "format"), Type.TEXT)
    return _NUMBERS.get(str(word), Type.JSON)


def _of_reference(choices: Iterable[Mapping[str, object]]) -> Type:
    texts = [one for one in choices if one.get("type") == "string"]
    others = [one for one in choices if one.get("type") != "string"]
    return Type.TEXT if texts and all("id" in objects_in(one, "properties") for one in others) else Type.JSON
