"""Operators and boolean expressions over rows. Knows no syntax and no SQL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jetway.core.schema import Column, Func, Relation, Table


class Op(StrEnum):
    """What a column can be compared by. `I…` ignores case. NULL compared with anything is unknown."""

    EQ = "eq"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    IN = "in"
    IS_NULL = "is_null"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    IEQ = "ieq"
    ICONTAINS = "icontains"
    ISTARTS_WITH = "istarts_with"
    IENDS_WITH = "iends_with"
    HAS = "has"
    """An array has the value among its items."""


class Part(StrEnum):
    """What of a date, time or moment can be compared by itself.

    Weeks are those of ISO 8601, and belong to `ISO_YEAR`. `WEEK_DAY` counts from 1 on Sunday, `ISO_WEEK_DAY`
    from 1 on Monday.
    """

    ISO_YEAR = "iso_year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    WEEK_DAY = "week_day"
    ISO_WEEK_DAY = "iso_week_day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"
    TIME = "time"


TEXT_OPS = frozenset(
    {
        Op.CONTAINS,
        Op.STARTS_WITH,
        Op.ENDS_WITH,
        Op.IEQ,
        Op.ICONTAINS,
        Op.ISTARTS_WITH,
        Op.IENDS_WITH,
    }
)
ORDER_OPS = frozenset({Op.LT, Op.LTE, Op.GT, Op.GTE})
EQUALITY_OPS = frozenset({Op.EQ, Op.IN, Op.IS_NULL})
ALL_OPS = EQUALITY_OPS | ORDER_OPS | TEXT_OPS

Leaf = TypeVar("Leaf", covariant=True)


@dataclass(frozen=True, slots=True)
class And(Generic[Leaf]):
    """All of them hold. Empty: true. `in_order`: the second is looked at only where the first holds."""

    items: tuple[Expr[Leaf], ...]
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Or(Generic[Leaf]):
    """At least one of them holds. Empty: false."""

    items: tuple[Expr[Leaf], ...]


@dataclass(frozen=True, slots=True)
class Not(Generic[Leaf]):
    """The item does not hold. Not(unknown) is unknown, as in SQL."""

    item: Expr[Leaf]


Expr: TypeAlias = And[Leaf] | Or[Leaf] | Not[Leaf] | Leaf


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison as a request or a rule says it. `name`: a column, or a dotted path to one."""

    name: str
    op: Op
    value: object
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A comparison in flat form, `customer__country__icontains=x`.

    Which part names a relation, a column or the comparison, only the schema tells.
    """

    name: str
    values: tuple[str, ...]
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Jet Bridge's `_relation=column.table.column|column.value`: hops by their columns, then a comparison."""

    hops: tuple[tuple[str, str, str], ...]
    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """Jet Bridge's `_m2m=table,key`: rows that a junction links with that row of `table`."""

    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """In a row rule: the value is an attribute of whoever asks."""

    name: str


class Given(str):
    """Stands for the text of that `number`, which each request says anew. Its own text says where."""

    number: int

    @classmethod
    def at(cls, number: int, pointer: str) -> Given:
        """The text of that number, said at `pointer`."""
        given = cls(pointer)
        given.number = number
        return given


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison on the row at hand, bound to its column. `value` is as `core.values` reads it."""

    column: Column
    op: Op
    value: object


@dataclass(frozen=True, slots=True)
class Exists:
    """Some row of `table`, reached through `relation`, satisfies `where`."""

    relation: Relation
    table: Table
    where: Predicate


@dataclass(frozen=True, slots=True)
class Measured:
    """What `func` makes of the rows of `table` that `relation` leads to and `where` lets through, compared.

    `measured`: their column, none for a count of rows. `result`: a column as the aggregate would be one.
    """

    relation: Relation
    table: Table
    where: Predicate
    func: Func
    measured: Column | None
    result: Column
    op: Op
    value: object


Filter: TypeAlias = Expr[Condition | Lookup | Joined | Linked]
Predicate: TypeAlias = Expr[Compare | Exists | Measured]

TRUE: And[Compare | Exists | Measured] = And(())
FALSE: Or[Compare | Exists | Measured] = Or(())


def both(*items: Predicate | None) -> Predicate:
    """All of `items` that are there, as flat as it can be: TRUE for none, the item itself for one."""
    parts: list[Predicate] = []
    for item in items:
        if isinstance(item, And) and not item.in_order:
            parts.extend(item.items)
        elif item is not None:
            parts.append(item)
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def compared(predicate: Predicate, change: Callable[[Compare], Compare]) -> Predicate:
    """`predicate` with `change` made of each of its comparisons; of a measured one, only the value counts."""
    match predicate:
        case Compare():
            return change(predicate)
        case And(items, in_order):
            return And(tuple([compared(item, change) for item in items]), in_order)
        case Or(items):
            return Or(tuple([compared(item, change) for item in items]))
        case Not(item):
            return Not(compared(item, change))
        case Exists(relation, table, where):
            return Exists(relation, table, compared(where, change))
        case Measured(where=where, result=result, op=op, value=value):
            changed = change(Compare(result, op, value))
            return replace(predicate, where=compared(where, change), value=changed.value)


def leaves(expr: Expr[Leaf]) -> Iterator[Leaf]:
    """The leaves of `expr`, from left to right."""
    match expr:
        case And(items) | Or(items):
            for item in items:
                yield from leaves(item)
        case Not(item):
            yield from leaves(item)
        case leaf:
            yield leaf
