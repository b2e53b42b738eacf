"""PostgreSQL's own mark of a row, for tables without a key: the version of the row, and where it lies.

A place is used again, so the transaction that wrote the row is in the mark; VACUUM FULL and CLUSTER move rows
that one transaction wrote into each other's places, so the file that they lie in is too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jetway.sources.sql.element import Element, Field, sql

if TYPE_CHECKING:
    from jetway.core.schema import Column

PLACE = "ctid"
"""Block, and number in it; of each file by itself."""

_PARTS = ("tableoid", PLACE, "xmin")
_NOWHERE = "(0,0)"
_MARK = (
    "concat_ws('-', {0}, pg_relation_filenode({0}),"
    " translate(CAST({1} AS text), ',()', '-'), {2})"  # (7,2) is 7-2
)
_FORM = re.compile(r"[0-9]+-[0-9]+-([0-9]{1,10})-([0-9]{1,5})-[0-9]+", re.ASCII)


def mark(_column: Column, scope: str) -> Element:
    """The table that holds it, its file, block, number in the block, transaction."""
    return sql(_MARK, *[Field(scope, name) for name in _PARTS])


def mark_parts(_column: Column) -> tuple[str, ...]:
    """A subquery hands them on under their own names."""
    return _PARTS


def lies_at(mark: str) -> str:
    """The place as PostgreSQL writes it.

    >>> lies_at("16384-16390-7-2-741")
    '(7,2)'
    """
    found = _FORM.fullmatch(mark)
    fits = found is not None and int(found[1]) < 2**32 and int(found[2]) < 2**16
    return f"({found[1]},{found[2]})" if found and fits else _NOWHERE
