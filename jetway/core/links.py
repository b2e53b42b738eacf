"""Relations: made from foreign keys and from what people declared, named after what they lead by and to."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core.schema import ForeignKey, Relation, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jetway.core.schema import Column, Declared, Schema, Table


def link(
    tables: Iterable[Table], longest_name: int | None = None, declared: Iterable[Declared] = ()
) -> dict[str, Table]:
    """The tables by name, with their relations in both directions made from their foreign keys.

    A foreign key to a table that is not there is left out, and so is what was `declared` and does not fit.
    Names depend on nothing else: linked anew, a part of a schema tells nothing of the rest, and what is
    declared changes no name of another. `longest_name`: see `Schema`.
    """
    by_name = {table.name: table for table in tables}
    fitting = [one for one in declared if misfit(by_name, one) is None]
    keys = [(table, key) for table in by_name.values() for key in table.foreign_keys]
    relations: dict[str, list[Relation]] = {name: [] for name in by_name}
    for table, key in [*keys, *[_key(by_name, one) for one in fitting]]:
        if key.target in by_name:
            relations[table.name].append(_to_one(table, key))
            relations[key.target].append(_to_many(table, key))
    return {
        name: replace(table, relations=_named_apart(table, relations[name], longest_name))
        for name, table in by_name.items()
    }


def declare(schema: Schema, declared: Iterable[Declared]) -> Schema:
    """The schema with those relations that fit it, besides its own."""
    fitting = tuple(one for one in declared if misfit(schema.tables, one) is None)
    if not fitting:
        return schema
    tables = link(schema.tables.values(), schema.longest_name, fitting)
    version = hashlib.sha256(f"{schema.version} {fitting}".encode()).hexdigest()[:32]
    return replace(schema, tables=tables, declared=fitting, version=version)


def misfit(tables: Mapping[str, Table], declared: Declared) -> str | None:
    """Why no row could be found by the relation; `None` where it fits."""
    for name in (declared.model, declared.related_model):
        if name not in tables:
            return f"there is no table {name!r}"
    here, there = tables[declared.model], tables[declared.related_model]
    local, related = here.column(declared.local_field), there.column(declared.related_field)
    if local is None or local.mask:
        return f"{here.name} has no column {declared.local_field!r}"
    if related is None or related.mask:
        return f"{there.name} has no column {declared.related_field!r}"
    if not local.groupable or _kind(local) != _kind(related):
        return f"{local.name} ({local.native}) cannot be compared with {related.name} ({related.native})"
    one, by = (here, local) if declared.direction == "ONETOMANY" else (there, related)
    if (by.name,) not in (one.key, *one.unique):
        return f"several rows of {one.name} may have the same {by.name}: it is neither its key nor unique"
    return None


def _kind(column: Column) -> str:
    """Columns of one kind can be compared with each other in every engine."""
    match column.type:
        case Type.INTEGER | Type.DECIMAL | Type.FLOAT:
            return "number"
        case Type.ENUM | Type.ARRAY | Type.OTHER:
            return column.native
        case _:
            return column.type


def _key(tables: Mapping[str, Table], declared: Declared) -> tuple[Table, ForeignKey]:
    """The table that refers, and the foreign key that it lacks."""
    here, there = (declared.model, declared.local_field), (declared.related_model, declared.related_field)
    if declared.direction == "ONETOMANY":
        here, there = there, here
    return tables[here[0]], ForeignKey((here[1],), there[0], (there[1],), "nothing")


def _to_one(table: Table, key: ForeignKey) -> Relation:
    found = stem(key.columns[0]) if len(key.columns) == 1 else key.target.rpartition(".")[2]
    name = f"{found}_row" if table.column(found) else found
    return Relation(name, key.columns, key.target, key.target_columns, many=False, on_delete=key.on_delete)


def _to_many(table: Table, key: ForeignKey) -> Relation:
    return Relation(
        table.local_name, key.target_columns, table.name, key.columns, many=True, on_delete=key.on_delete
    )


def stem(column: str) -> str:
    """What the row is called that the column leads to: `customer` for `customer_id`."""
    for suffix in ("_id", "_uuid", "_key", "Id", "ID"):
        if column.endswith(suffix) and len(column) > len(suffix):
            return column.removesuffix(suffix)
    return column


def _named_apart(table: Table, relations: list[Relation], longest: int | None) -> tuple[Relation, ...]:
    """Relations whose names clash get the columns they go by appended, then underscores."""
    count = Counter(relation.name for relation in relations if relation.on_delete != "nothing")
    taken = {column.name for column in table.told}
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
