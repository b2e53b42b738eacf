"""Which operations of a source a role can reach and may run, and what it may know of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.ceiling import Ceiling
    from jetway.core.operation import Operation, Parameter
    from jetway.core.policy import Role
    from jetway.core.schema import Schema, Table


def reachable(schema: Schema, tables: Mapping[str, Table], ceiling: Ceiling) -> dict[str, Operation]:
    """The operations that may be granted to who sees `tables`, by address. They name nothing hidden."""
    return {
        address: _told(one, tables)
        for address, one in schema.operations.items()
        if _within(one, tables, ceiling) and not (one.changes and ceiling.keeps(one.table or one.name))
    }


def permitted(reached: Mapping[str, Operation], role: Role, ceiling: Ceiling) -> dict[str, Operation]:
    """Those of the `reached` that the role may run."""
    return {address: one for address, one in reached.items() if granted(one, role, ceiling)}


def granted(one: Operation, role: Role, ceiling: Ceiling) -> bool:
    """Whether the role may run it, where it can be reached."""
    if not one.table:
        return role.operations is None or f"{ceiling.prefix}{one.name}" in role.operations
    rights = role.rights(ceiling.prefix, one.table)
    return rights is not None and (rights.operations is None or one.name in rights.operations)


def _within(one: Operation, tables: Mapping[str, Table], ceiling: Ceiling) -> bool:
    """What takes no row knows no tables: it is for those who were not narrowed to some.

    The ceiling names it as it names tables: what hides all of a source hides what it does, too.
    """
    if not one.table:
        return ceiling.only is None and not ceiling.hides_table(one.name)
    return one.table in tables and bool(tables[one.table].address)


def _told(one: Operation, tables: Mapping[str, Table]) -> Operation:
    parameters = tuple(_without_hidden(parameter, tables.get(one.table)) for parameter in one.parameters)
    return replace(one, parameters=parameters, answers=one.answers if one.answers in tables else "")


def _without_hidden(parameter: Parameter, table: Table | None) -> Parameter:
    named = table.column(parameter.money) if table is not None and parameter.money else None
    return parameter if named is not None and named.mask is None else replace(parameter, money="")
