"""What every catalogue needs on the way from its rows to a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jetway.core.schema import Column


def key_of(columns: tuple[Column, ...], unique: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The first unique key without NULLs, for a table that has no primary key."""
    filled = {column.name for column in columns if not column.nullable}
    return next((key for key in unique if filled.issuperset(key)), ())
