"""A statement of SQL that a person wrote, and what it can be asked. Knows no engine's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from jetway.core.schema import Func, Table, Verb
from jetway.core.view import View, VisibleTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jetway.core.query import Aggregate, Read, Row
    from jetway.core.schema import Column, Schema

NAME = "jetway_query"
"""What a statement's rows are called where they are asked for more."""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with `:name` or `{{name}}` where a parameter stands, or `%s` where the next of `in_order` does.

    A value is a text, a number, true, false, `None` or a list of those. `schema`: looked into first.
    """

    text: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    in_order: tuple[object, ...] = ()
    schema: str = ""


Planned: TypeAlias = "Callable[[Table], Sequence[Read | Aggregate]]"
"""What to ask of a statement, once its columns are known."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a statement: its columns, the rows of each thing planned, and the seconds it took."""

    columns: tuple[Column, ...]
    rows: tuple[list[Row], ...]
    times_s: tuple[float, ...]


def table_of(columns: tuple[Column, ...]) -> Table:
    """A statement as the table that it is: filtered, sorted and grouped like any other."""
    return Table(
        NAME,
        NAME,
        columns,
        kind="view",
        verbs=frozenset({Verb.READ}),
        aggregates=frozenset(Func),
        related=False,
    )


def view_of(table: Table, schema: Schema, role: str) -> View:
    """A view of that table alone, without a rule: whoever may run SQL sees what the login sees."""
    return View({table.name: VisibleTable(table, can_aggregate=True)}, role, schema, policy_version=0)
