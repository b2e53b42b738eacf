"""What a column's DEFAULT means, from the text that a catalogue has for it."""

from __future__ import annotations

import json
import re

from jetway.core.schema import Default, Type

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?\Z")
_NOW = re.compile(
    r"(current_(timestamp|date|time)|local(timestamp|time)|now|curdate|curtime|utc_timestamp|sysdate"
    r"|(transaction|statement|clock)_timestamp|timezone\('utc'(::text)?, now\(\)\))(\(\d*\))?(::[a-z ]+)?\Z"
    r"|(datetime|date|time|strftime|unixepoch|julianday)\s*\(.*'now'",
    re.IGNORECASE,
)
_UUID = re.compile(r"\b(gen_random_uuid|uuid_generate_v\w+|uuidv\d|uuid)\(", re.IGNORECASE)


def computed(text: str) -> Default:
    """Of an expression."""
    bare = text
    while bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    if _NOW.match(bare):
        return Default("now")
    return Default("uuid" if _UUID.search(text) else "expression")


def constant(type_: Type, text: str) -> Default:
    """Of a literal without its quotes, as a value of `type_` ready for JSON."""
    match type_:
        case Type.INTEGER if _NUMBER.match(text):
            return Default("value", int(float(text)) if "." in text else int(text))
        case Type.FLOAT if _NUMBER.match(text):
            return Default("value", float(text))
        case Type.BOOLEAN:
            return Default("value", text.lower() in ("true", "t", "1"))
        case Type.JSON:
            return _document(text)
        case Type.ARRAY:
            return Default("value", []) if text in ("{}", "[]") else Default("expression")
        case Type.INTEGER | Type.FLOAT | Type.BYTES | Type.GEOMETRY:
            return Default("expression")
        case _:
            return Default("value", text)


def _document(text: str) -> Default:
    try:
        return Default("value", json.loads(text))
    except json.JSONDecodeError:
        return Default("expression")
