"""The types that columns had when the roles were saved: what is of another type now was not granted then."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.policy import Policy
    from jetway.core.schema import Column, Relation, Schema, Table

Types: TypeAlias = dict[str, dict[str, str]]
"""By table and column."""


def types_of(schema: Schema) -> Types:
    """The types as they are."""
    return {
        name: {column.name: _type(column) for column in table.columns}
        for name, table in schema.tables.items()
    }


def taken_anew(schema: Schema, old: Types, policy: Policy, prefix: str) -> Types:
    """The types as they are; of columns that are gone and granted by their names, as they were.

    Such a column can come back as something else. `prefix`: what the source's tables have in the policy.
    """
    types = types_of(schema)
    for table, columns in old.items():
        there = types.get(table, {})
        listed = _listed(policy, f"{prefix}{table}")
        gone = {name: type_ for name, type_ in columns.items() if name in listed and name not in there}
        if gone:
            types[table] = there | gone
    return types


def marked(schema: Schema, granted: Types) -> Schema:
    """`schema`, every column that is of another type than `granted` says marked as `changed`."""
    changed = {
        name: found
        for name, table in schema.tables.items()
        if (found := _others(table, granted.get(name, {})))
    }
    if not changed:
        return schema
    tables = {name: _marked(table, changed.get(name, frozenset())) for name, table in schema.tables.items()}
    said = sorted((name, *sorted(columns)) for name, columns in changed.items())
    version = hashlib.sha256(f"{schema.version} {said}".encode()).hexdigest()[:32]
    return replace(schema, tables=tables, version=version)


def changed(table: Table) -> frozenset[str]:
    """The names of the columns that are marked."""
    return frozenset(column.name for column in table.columns if column.changed)


def unchanged(schema: Schema) -> Mapping[str, Table]:
    """The tables as row rules know them: without the columns that are marked, and relations by those."""
    gone = {name: names for name, table in schema.tables.items() if (names := changed(table))}
    if not gone:
        return schema.tables

    def stays(table: Table, relation: Relation) -> bool:
        here, there = gone.get(table.name, frozenset()), gone.get(relation.target, frozenset())
        return here.isdisjoint(relation.columns) and there.isdisjoint(relation.target_columns)

    return {
        name: replace(
            table,
            columns=tuple(column for column in table.columns if not column.changed),
            relations=tuple(relation for relation in table.relations if stays(table, relation)),
        )
        for name, table in schema.tables.items()
    }


def _type(column: Column) -> str:
    """What values can mean. An enum is text with a check, which comes and goes; a length says nothing."""
    match column.type:
        case Type.ENUM:
            return Type.TEXT
        case Type.ARRAY:
            return f"{column.type} {column.item}"
        case Type.OTHER:
            return f"{column.type} {column.native.partition('(')[0]}"
        case _:
            return column.type


def _others(table: Table, granted: Mapping[str, str]) -> frozenset[str]:
    return frozenset(
        column.name for column in table.columns if (type_ := _type(column)) != granted.get(column.name, type_)
    )


def _marked(table: Table, names: frozenset[str]) -> Table:
    if not names:
        return table
    columns = tuple(replace(one, changed=True) if one.name in names else one for one in table.columns)
    return replace(table, columns=columns)


def _listed(policy: Policy, table: str) -> frozenset[str]:
    """The columns of the table that some role is granted by their names."""
    rights = (role.tables[table] for role in policy.roles.values() if table in role.tables)
    return frozenset().union(*((one.read.listed or ()) for one in rights if one.read))
