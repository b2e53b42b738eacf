"""The types that columns had when the roles were saved: what is of another type now was not granted then."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.policy import Policy
    from jetway.core.schema import Column, Schema, Table

Types: TypeAlias = dict[str, dict[str, str]]
"""By table and column."""

Named: TypeAlias = dict[str, frozenset[str]]
"""Columns by table."""


def types_of(schema: Schema) -> Types:
    """The types as they are."""
    return {
        name: {column.name: _type(column) for column in table.columns}
        for name, table in schema.tables.items()
    }


def named_by(policy: Policy, prefix: str, types: Types) -> Named:
    """The columns of `types` that roles were granted in tables that they name, or that a rule may look at.

    `prefix`: what the source's tables have in the policy.
    """
    found = {
        table: _named(policy, f"{prefix}{table}", frozenset(columns)) for table, columns in types.items()
    }
    return {table: columns for table, columns in found.items() if columns}


def taken_anew(schema: Schema, old: Types, named: Named, policy: Policy, prefix: str) -> Types:
    """The types as they are; as they were, of columns that `policy` names as the one before did, `named`.

    Whoever saved it has not looked at those, unless it says their type. Of columns that are gone and granted
    by their names as they were too: such a column can come back as something else.
    """
    types = types_of(schema)
    still = named_by(policy, prefix, old)
    for table, columns in old.items():
        there = types.get(table, {})
        both = named.get(table, frozenset()) & still.get(table, frozenset())
        both -= _looked_at(policy, f"{prefix}{table}", schema.tables.get(table))
        listed = _listed(policy, f"{prefix}{table}")
        stays = {
            name: type_ for name, type_ in columns.items() if name in (both if name in there else listed)
        }
        if stays:
            types[table] = there | stays
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


def _named(policy: Policy, table: str, columns: frozenset[str]) -> frozenset[str]:
    """Those of the columns that some role names, be it by naming all; with a row rule, any may decide."""
    rights = [role.tables[table] for role in policy.roles.values() if table in role.tables]
    if any(one.rows is not None for one in rights):
        return columns
    parts = [part for one in rights for part in (one.read, one.create, one.update) if part is not None]
    preset = (frozenset(one.presets) & columns for one in rights)
    return frozenset[str]().union(*(part.names(columns) for part in parts), *preset)


def _looked_at(policy: Policy, table: str, there: Table | None) -> frozenset[str]:
    """The columns whose present type some role says that it is granted."""
    said = [role.tables[table].types for role in policy.roles.values() if table in role.tables]
    columns = there.columns if there is not None else ()
    return frozenset(one.name for one in columns if any(types.get(one.name) == one.native for types in said))


def _listed(policy: Policy, table: str) -> frozenset[str]:
    """The columns of the table that some role is granted by their names."""
    rights = (role.tables[table] for role in policy.roles.values() if table in role.tables)
    return frozenset().union(*((one.read.listed or ()) for one in rights if one.read))
