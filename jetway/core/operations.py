"""Which operations of a source a role may run, and what it may know of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.ceiling import Ceiling
    from jetway.core.operation import Operation, Parameter
    from jetway.core.policy import Role
    from jetway.core.schema import Schema, Table


def permitted(
    schema: Schema, tables: Mapping[str, Table], role: Role, ceiling: Ceiling
) -> dict[str, Operation]:
    """The operations that `role` may run, by address, where it sees `tables`. They name nothing hidden."""
    return {
        address: _told(one, tables)
        for address, one in schema.operations.items()
        if _granted(one, tables, role, ceiling) and not (one.changes and ceiling.keeps(one.table or one.name))
    }


def _granted(one: Operation, tables: Mapping[str, Table], role: Role, ceiling: Ceiling) -> bool:
    """What takes no row knows no tables: it is for those who were not narrowed to some.

    The ceiling names it as it names tables: what hides all of a source hides what it does, too.
    """
    if not one.table:
        named = role.operations
        granted = named is None or f"{ceiling.prefix}{one.name}" in named
        return granted and ceiling.only is None and not ceiling.hides_table(one.name)
    rights = role.rights(ceiling.prefix, one.table)
    if rights is None or one.table not in tables or not tables[one.table].address:
        return False
    return rights.operations is None or one.name in rights.operations


def _told(one: Operation, tables: Mapping[str, Table]) -> Operation:
    parameters = tuple(_without_hidden(parameter, tables.get(one.table)) for parameter in one.parameters)
    return replace(one, parameters=parameters, answers=one.answers if one.answers in tables else "")


def _without_hidden(parameter: Parameter, table: Table | None) -> Parameter:
    named = table.column(parameter.money) if table is not None and parameter.money else None
    return parameter if named is not None and named.mask is None else replace(parameter, money="")
