"""Relations: made from foreign keys, named after what they lead by and to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core.schema import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jetway.core.schema import ForeignKey, Table


def link(tables: Iterable[Table], longest_name: int | None = None) -> dict[str, Table]:
    """The tables by name, with their relations in both directions made from their foreign keys.

    A foreign key to a table that is not there is left out. Names depend on nothing but `tables`: linked anew,
    a part of a schema tells nothing of the rest. `longest_name`: see `Schema`.
    """
    by_name = {table.name: table for table in tables}
    relations: dict[str, list[Relation]] = {name: [] for name in by_name}
    for table in by_name.values():
        for key in table.foreign_keys:
            if key.target in by_name:
                relations[table.name].append(_to_one(table, key))
                relations[key.target].append(_to_many(table, key))
    return {
        name: replace(table, relations=_named_apart(table, relations[name], longest_name))
        for name, table in by_name.items()
    }


def _to_one(table: Table, key: ForeignKey) -> Relation:
    stem = _stem(key.columns[0]) if len(key.columns) == 1 else key.target.rpartition(".")[2]
    name = f"{stem}_row" if table.column(stem) else stem
    return Relation(name, key.columns, key.target, key.target_columns, many=False, on_delete=key.on_delete)


def _to_many(table: Table, key: ForeignKey) -> Relation:
    return Relation(
        table.local_name, key.target_columns, table.name, key.columns, many=True, on_delete=key.on_delete
    )


def _stem(column: str) -> str:
    for suffix in ("_id", "_uuid", "_key", "Id", "ID"):
        if column.endswith(suffix) and len(column) > len(suffix):
            return column.removesuffix(suffix)
    return column


def _named_apart(table: Table, relations: list[Relation], longest: int | None) -> tuple[Relation, ...]:
    """Relations whose names clash get the columns they go by appended, then underscores."""
    count = Counter(relation.name for relation in relations)
    taken = {column.name for column in table.columns}
    result = []
    for number, relation in enumerate(relations):
        name = relation.name
        if count[name] > 1 or name in taken:
            by = relation.target_columns if relation.many else relation.columns
            name = f"{relation.name}_by_{'_'.join(by)}"
        while name in taken:
            name += "_"
        if longest is not None and len(name.encode()) > longest:
            # Numbers tell names apart whose beginnings are the same.
            name = name.encode()[: longest - 5].decode(errors="ignore") + f"_{number}"
        taken.add(name)
        result.append(replace(relation, name=name))
    return tuple(result)
