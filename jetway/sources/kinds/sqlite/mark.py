"""SQLite's own mark of a row, for tables without a key: its number, and a digest of what it holds.

The number alone would not do: when the row is gone, another may get it. The digest looks at every column, so
that no other row is taken for it, and has a key: else whoever knows the rest of a row could try what a hidden
column holds.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from jetway.sources.sql.element import Element, Field, listed, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from jetway.core.schema import Column

_AT_ONCE = 100
"""So many arguments every build of SQLite takes."""

NUMBERS = ("rowid", "_rowid_", "oid")
"""What the number is called, unless a column is called so."""


class Marks:
    """The digests of one file. The key is this process's own until `key_with` says another."""

    def __init__(self) -> None:
        self._key = os.urandom(32)

    def key_with(self, key: bytes) -> None:
        """Make them with `key` from now on, as every process does that has it."""
        self._key = hashlib.blake2b(key, digest_size=32, person=b"jetway row marks").digest()

    def register(self, connection: apsw.Connection) -> None:
        """Let SQL make them."""
        connection.create_scalar_function("jetway_mark", self._digest, -1, deterministic=True)

    def _digest(self, *values: apsw.SQLiteValue) -> str:
        """Of the values and their types, which Python writes so that no two are the same."""
        return hashlib.blake2b(repr(values).encode(), key=self._key, digest_size=16).hexdigest()


def mark(column: Column, scope: str) -> Element:
    """Number and digest."""
    number = Field(scope, column.native)
    held = [Field(scope, name) for name in column.pins or ()]
    parts = [_digest(held[at : at + _AT_ONCE]) for at in range(0, len(held), _AT_ONCE)]
    return sql("({0} || '-' || {1})", number, _digest([number, *parts]))


def mark_parts(column: Column) -> tuple[str, ...]:
    """The number, and what the digest looks at."""
    return (column.native, *(column.pins or ()))


def lies_at(mark: str) -> str:
    """The number.

    >>> lies_at("-3-ab12")
    '-3'
    """
    return mark.rpartition("-")[0]


def _digest(fields: Sequence[Element]) -> Element:
    return listed("jetway_mark({0})", fields)
