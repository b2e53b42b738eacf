"""What a column's declaration in SQLite means: its type, default and the values a CHECK allows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jetway.core.schema import Column, Default, Type, ops_of
from jetway.sources.sql.defaults import computed, constant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.sources.sql.session import Cells

_SIZES = re.compile(r"\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)")
_WORDS: tuple[tuple[str, Type], ...] = (
    ("UUID", Type.UUID),
    ("GUID", Type.UUID),
    ("BOOL", Type.BOOLEAN),
    ("JSON", Type.JSON),
    ("INTERVAL", Type.TEXT),
    ("POINT", Type.TEXT),
    ("TIMESTAMPTZ", Type.TIMESTAMPTZ),
    ("WITH TIME ZONE", Type.TIMESTAMPTZ),
    ("DATETIME", Type.TIMESTAMP),
    ("TIMESTAMP", Type.TIMESTAMP),
    ("DATE", Type.DATE),
    ("TIME", Type.TIME),
    ("INT", Type.INTEGER),
    ("SERIAL", Type.INTEGER),
    ("CHAR", Type.TEXT),
    ("CLOB", Type.TEXT),
    ("TEXT", Type.TEXT),
    ("BLOB", Type.BYTES),
    ("BINARY", Type.BYTES),
    ("BYTEA", Type.BYTES),
    ("REAL", Type.FLOAT),
    ("FLOA", Type.FLOAT),
    ("DOUB", Type.FLOAT),
    ("DEC", Type.DECIMAL),
    ("NUMERIC", Type.DECIMAL),
    ("MONEY", Type.DECIMAL),
)
"""The first word found in the declared type decides. SQLite takes any text for a type."""

_NAME = r"(?:\"((?:[^\"]|\"\")+)\"|`([^`]+)`|\[([^\]]+)\]|(\w+))"
_CHECK_IN = re.compile(
    rf"\bCHECK\s*\(\s*{_NAME}\s+IN\s*\(((?:\s*'(?:[^']|'')*'\s*,?)+)\)\s*\)", re.IGNORECASE
)
_STRING = re.compile(r"'((?:[^']|'')*)'")
_BARE = re.compile(r"([+-]?[0-9.]+|true|false)\Z", re.IGNORECASE)


def column_of(cells: Cells, position: int, *, options: tuple[str, ...], rowid: bool) -> Column:
    """The column of a row of `pragma_table_xinfo`. `rowid`: SQLite itself numbers it."""
    name, declared, not_null, default, in_key, hidden = cells
    type_ = Type.ENUM if options else type_of(declared)
    first, second = _sizes(declared)
    whole = type_ is Type.INTEGER
    return Column(
        name=name,
        type=type_,
        native=declared.lower(),
        position=position,
        nullable=not (not_null or in_key),
        generated=hidden in (2, 3),
        default=Default("sequence") if rowid else default_of(type_, default),
        length=first if type_ is Type.TEXT else None,
        precision=first if type_ is Type.DECIMAL else None,
        scale=(second or 0) if type_ is Type.DECIMAL and first is not None else None,
        minimum=-(2**63) if whole else None,
        maximum=2**63 - 1 if whole else None,
        options=options,
        ops=ops_of(type_),
        loose=True,
        # Moments are stored as text of several forms: they sort as text, and compare as moments.
        keyset=type_ not in (Type.TIMESTAMP, Type.TIMESTAMPTZ),
    )


@lru_cache(2000)
def type_of(declared: str) -> Type:
    """The type that a declaration means: what its name says, where its affinity alone says less."""
    upper = declared.upper()
    return next((type_ for word, type_ in _WORDS if word in upper), Type.OTHER)


def default_of(type_: Type, text: str | None) -> Default | None:
    """What a DEFAULT clause means."""
    if text is None or text.upper() == "NULL":
        return None
    if _STRING.fullmatch(text):
        return constant(type_, text[1:-1].replace("''", "'"))
    if _BARE.match(text):
        return constant(type_, text)
    return computed(text)


def options_in(sql: str) -> Mapping[str, tuple[str, ...]]:
    """The values that `CHECK (column IN ('a', 'b'))` allows, by the column's name in lower case."""
    found = {}
    for match in _CHECK_IN.finditer(sql):
        name = next(group for group in match.groups()[:4] if group)
        found[name.replace('""', '"').lower()] = tuple(
            value.replace("''", "'") for value in _STRING.findall(match[5])
        )
    return found


@lru_cache(2000)
def _sizes(declared: str) -> tuple[int | None, int | None]:
    match = _SIZES.search(declared)
    if match is None:
        return None, None
    return int(match[1]), int(match[2]) if match[2] else None
