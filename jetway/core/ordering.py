"""Planning of places: rows that people put in order, by a column of whole numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from jetway.core import values
from jetway.core.change import pointer
from jetway.core.compare import column_of
from jetway.core.errors import (
    InvalidValue,
    NotAllowed,
    NotFilterable,
    Problem,
    QueryTooComplex,
    Required,
    UnknownField,
)
from jetway.core.expr import Compare, Exists, Measured, Op, Predicate, leaves
from jetway.core.plan import key_is, plan_list
from jetway.core.query import Order, Sort
from jetway.core.rules import fill
from jetway.core.schema import Type, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jetway.core.directory import Actor
    from jetway.core.query import Query, Read
    from jetway.core.schema import Column, Table
    from jetway.core.view import View, VisibleTable

MAX_RANKS = 200


@dataclass(frozen=True, slots=True)
class Shift:
    """Add `by` to `column` in every row that satisfies `where`."""

    table: Table
    column: Column
    where: Predicate
    by: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """Count the rows that satisfy `where` from 1 in `column`.

    Rows of the first of `ranks` come first, then those of the second, those of none last; then by `order`.
    """

    table: Table
    column: Column
    where: Predicate
    ranks: tuple[Predicate, ...]
    order: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Give the row `item` another place among the rows that satisfy `where`.

    The rows from the place `first` to the place `last` make room. A place is a number, or the row that
    stands there: `UnknownRow` where there is none. `check` must hold for the row as it then is.
    """

    table: Table
    column: Column
    where: Predicate
    first: int | Predicate
    last: int | Predicate
    item: Predicate
    forward: bool
    check: Predicate


def plan_move(view: View, actor: Actor, query: Query, body: Mapping[str, object]) -> Move:
    """One row to another place, among the rows of `query`."""
    wanted = {"ordering_field", "forward", "segment_from", "segment_to", "item"}
    _check_names(body, wanted, {"segment_by_ordering_field"})
    seen, column = _ordered(view, actor, query.table, body)
    by_place = _flag(body, "segment_by_ordering_field")

    def place(name: str) -> int | Predicate:
        return _number(column, name, body[name]) if by_place else _row(seen.table, name, body[name])

    first, last, item = place("segment_from"), place("segment_to"), _row(seen.table, "item", body["item"])
    where = _read(view, actor, query).where
    forward, rule = _flag(body, "forward"), fill(seen.rule, actor)
    return Move(seen.table, column, where, first, last, item, forward, rule)


def plan_numbering(view: View, actor: Actor, query: Query, body: Mapping[str, object]) -> Numbering:
    """New places for all rows of `query`, by the order that the body says, else by their key."""
    _check_names(body, {"ordering_field"}, {"ordering", "value_ordering"})
    seen, column = _ordered(view, actor, query.table, body)
    names = [name for name in _text(body, "ordering").split(",") if name]
    sorts = [Sort(name.removeprefix("-"), name.startswith("-")) for name in names]
    order = (*sorts, *[Sort(name) for name in seen.table.key])
    read = _read(view, actor, replace(query, order=order))
    return Numbering(
        seen.table, column, read.where, _ranks(seen.table, _text(body, "value_ordering")), read.order
    )


def _ordered(view: View, actor: Actor, name: str, body: Mapping[str, object]) -> tuple[VisibleTable, Column]:
    """The table and the column that holds places. Raises where the role may not change them."""
    seen = view[name]
    column = column_of(seen.table, _text(body, "ordering_field"))
    if Verb.UPDATE not in seen.table.verbs or column.name not in seen.updatable or not seen.table.key:
        raise NotAllowed(f"You may not put rows of {name} in order by {column.name}.")
    linked = {part for key in view.schema.tables[name].foreign_keys for part in key.columns}
    if column.type is not Type.INTEGER or column.name in linked.union(seen.table.key):
        _refuse("ordering_field", f"takes a column of whole numbers that is no key, unlike {column.name}")
    if _looks_at(fill(seen.rule, actor), seen.table, seen.table, column):
        raise NotAllowed(f"The rule of your role looks at {column.name}, so that rows cannot be moved by it.")
    return seen, column


def _read(view: View, actor: Actor, query: Query) -> Read:
    """Which rows count, and in which order."""
    plan = plan_list(view, actor, query)
    if plan.ours is not None:
        raise NotFilterable(
            f"Rows of {query.table} cannot be put in order under this filter or by these columns."
        )
    return plan.read


def _looks_at(rule: Predicate, at: Table, table: Table, column: Column) -> bool:
    """Whether `rule` on rows of `at` depends on `column` of `table`, so that moving rows could change it."""

    def looks(leaf: Compare | Exists | Measured) -> bool:
        match leaf:
            case Compare(found):
                return at.name == table.name and found.name == column.name
            case Exists(_, beyond, where):
                return _looks_at(where, beyond, table, column)
            case Measured(_, beyond, where, _, measured):
                return measured == column or _looks_at(where, beyond, table, column)

    found: Iterator[Compare | Exists | Measured] = leaves(rule)
    return any(looks(leaf) for leaf in found)


def _check_names(body: Mapping[str, object], wanted: set[str], more: set[str]) -> None:
    missing = [name for name in sorted(wanted) if body.get(name) is None]
    if missing:
        problems = tuple(Problem(pointer(name), "required", "this field is required") for name in missing)
        raise Required(f"The body needs {', '.join(missing)}.", problems=problems)
    for name in body.keys() - wanted - more:
        raise UnknownField(
            f"The body takes no {name!r}.",
            problems=(Problem(pointer(name), "unknown_field", "is not known"),),
        )


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        _refuse(name, "takes text")
    return value or ""


def _flag(body: Mapping[str, object], name: str) -> bool:
    try:
        return values.boolean(body.get(name) or False)
    except values.ValueRefused as refusal:
        _refuse(name, str(refusal))


def _number(column: Column, name: str, value: object) -> int:
    try:
        place = values.read(column, value)
    except values.ValueRefused as refusal:
        _refuse(name, str(refusal))
    assert isinstance(place, int)
    return place


def _row(table: Table, name: str, value: object) -> Predicate:
    """The row of a key as JSON has it: its value, or a list of values in key order."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str | int | float) for part in parts):
        _refuse(name, "takes a key: a value, or a list of its values")
    return key_is(table, [str(part) for part in parts])


def _ranks(table: Table, text: str) -> tuple[Predicate, ...]:
    """`column-value,value` as Jet Bridge has it; the column is the longest name that fits."""
    if not text:
        return ()
    parts = text.split("-")
    for size in range(len(parts) - 1, 0, -1):
        column = table.column("-".join(parts[:size]))
        if column is not None:
            said = "-".join(parts[size:]).split(",")
            break
    else:
        _refuse("value_ordering", "takes column-value,value")
    if len(said) > MAX_RANKS:
        raise QueryTooComplex(f"value_ordering takes {MAX_RANKS} values.")
    return tuple(_valued(column, value) for value in said)


def _valued(column: Column, text: str) -> Predicate:
    if Op.EQ not in column.ops:
        _refuse("value_ordering", f"takes a column that can be compared; {column.name} cannot")
    try:
        return Compare(column, Op.EQ, values.read_text(column, text))
    except values.ValueRefused as refusal:
        _refuse("value_ordering", f"{column.name} {refusal}")


def _refuse(name: str, why: str) -> NoReturn:
    raise InvalidValue(f"{name} {why}.", problems=(Problem(pointer(name), "invalid_value", why),))
