"""What every catalogue needs on the way from its rows to a schema."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.schema import Column, Relation, Table


def key_of(columns: tuple[Column, ...], unique: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The first unique key without NULLs, for a table that has no primary key."""
    filled = {column.name for column in columns if not column.nullable}
    return next((key for key in unique if filled.issuperset(key)), ())


def named_within(tables: Mapping[str, Table], longest: int) -> dict[str, Table]:
    """The tables, their relations' names cut to `longest` bytes where the engine would cut them itself."""
    return {name: _cut(table, longest) for name, table in tables.items()}


def _cut(table: Table, longest: int) -> Table:
    if all(len(relation.name.encode()) <= longest for relation in table.relations):
        return table
    relations: list[Relation] = []
    for number, relation in enumerate(table.relations):
        name = relation.name
        if len(name.encode()) > longest:
            # Numbers tell names apart whose beginnings are the same.
            name = name.encode()[: longest - 5].decode(errors="ignore") + f"_{number}"
        relations.append(replace(relation, name=name))
    return replace(table, relations=tuple(relations))
