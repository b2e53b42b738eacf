"""A statement of SQL that a person wrote or saved, and what it can be asked. Knows no engine's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from jetway.core.errors import NotAllowed
from jetway.core.parameters import taken
from jetway.core.schema import Func, Table, Verb
from jetway.core.view import View, VisibleTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jetway.core.directory import Actor
    from jetway.core.query import Aggregate, Read, Row
    from jetway.core.saved_query import SavedQuery
    from jetway.core.schema import Column, Schema

NAME = "jetway_query"
"""What a statement's rows are called where they are asked for more."""

_OF_ACTOR = re.compile(r"\{\{\s*actor\.(?P<name>\w+)\s*\}\}", re.ASCII)


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


def statement_of(query: SavedQuery, sent: Mapping[str, object], actor: Actor, at: str) -> Statement:
    """The query with the values that were sent, and those of the actor that it names.

    `at`: the JSON pointer to what was sent.

    Raises `InvalidInput`, and `NotAllowed` for an actor without an attribute that the query needs.
    """
    return statement_with(query, taken(query.parameters, sent, at), actor)


def statement_with(query: SavedQuery, values: Mapping[str, object], actor: Actor) -> Statement:
    """The query with a value for each of its parameters, and those of the actor. Raises `NotAllowed`."""
    bound = dict(values)
    of_actor = {f"actor.{found['name']}": found["name"] for found in _OF_ACTOR.finditer(query.sql)}
    attributes = actor.named
    for place, attribute in of_actor.items():
        if attributes.get(attribute) is None:
            raise NotAllowed(f"This query goes by your attribute {attribute!r}, and you have none.")
        bound[place] = attributes[attribute]
    return Statement(query.sql, bound, schema=query.schema)


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
