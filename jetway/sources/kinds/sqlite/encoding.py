"""From values to what SQLite stores: of documents and numbers the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jetway.core.schema import Type
from jetway.sources.kinds.sqlite import moments
from jetway.sources.sql.document import written

if TYPE_CHECKING:
    from jetway.core.schema import Column
    from jetway.sources.sql.grammar import Encode

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?(e[+-]?[0-9]{1,3})?", re.ASCII | re.IGNORECASE)


def encoder(column: Column) -> Encode:
    """For values of the column."""
    match column.type:
        case Type.TIME if column.part:
            return moments.of_day
        case Type.JSON | Type.ARRAY | Type.GEOMETRY:
            return written
        case Type.DECIMAL:
            return _number
        case Type.TIMESTAMP | Type.TIMESTAMPTZ:
            return moments.stored
        case _:
            return _same


def number_in(value: object) -> object:
    """The number that a text is, as a URL says one; else the value itself."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        whole = value.lstrip("-").isdigit() and -(2**63) <= int(value) < 2**63
        return int(value) if whole else float(value)
    return value


def _same(value: object) -> object:
    return value


def _number(value: object) -> object:
    return None if value is None else str(value)
