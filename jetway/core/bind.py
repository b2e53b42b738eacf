"""Binding: the only way from a name in a request or a rule to a column.

A request is bound to a view's tables, a row rule to the whole schema. Crossing a relation adds the
target's own rule, so that no filter can look at a row that the actor may not see.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from jetway.core import lookups, values
from jetway.core.compare import MAX_IN, column_of, compare, refused, usable
from jetway.core.errors import (
    QueryTooComplex,
    UnknownColumn,
    UnknownLookup,
    UnknownRelation,
)
from jetway.core.expr import (
    TRUE,
    And,
    Compare,
    Condition,
    Exists,
    Filter,
    Joined,
    Linked,
    Lookup,
    Measured,
    Not,
    Op,
    Or,
    Predicate,
    both,
    leaves,
)
from jetway.core.schema import Column, Func, Relation, Table, Type, ops_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

MAX_CONDITIONS = 500
MAX_DEPTH = 32
MAX_HOPS = 4
"""How many relations one path may cross."""

MAX_NAME = 1000
"""How many characters a path may have."""


Hops: TypeAlias = tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What names are looked up in: `tables`, the `rules` added at every crossing, and the present moment."""

    tables: Mapping[str, Table]
    rules: Mapping[str, Predicate] = field(default_factory=dict)
    now: datetime | None = None


def bind(filter_: Filter, table: Table, scope: Scope) -> Predicate:
    """`filter_` on rows of `table`, every name resolved in `scope`.

    Raises `UnknownColumn`, `UnknownRelation`, `UnknownLookup`, `InvalidValue`, `QueryTooComplex`.
    """
    _check_size(filter_)

    def bound(item: Filter) -> Predicate:
        match item:
            case And(items):
                return And(tuple(bound(part) for part in items))
            case Or(items):
                return Or(tuple(bound(part) for part in items))
            case Not(part):
                return Not(bound(part))
            case Condition(name, op, value, pointer):
                hops, column = _path(name, table, scope.tables)
                return _across(hops, compare(column, op, value, pointer or name, scope.now), scope)
            case Lookup():
                return _looked_up(item, table, scope)
            case Joined():
                return _joined(item, table, scope)
            case Linked():
                return _linked(item, table, scope)

    return bound(filter_)


def search(table: Table, text: str) -> Predicate:
    """Rows in which some text column contains `text`, case ignored, or whose key or reference is `text`."""
    found: list[Predicate] = [
        Compare(column, Op.ICONTAINS, text)
        for column in table.columns
        if column.type.value in ("text", "enum", "uuid") and Op.ICONTAINS in column.ops
    ]
    references = {name for key in table.foreign_keys for name in key.columns}
    for column in table.columns:
        if column.name not in references and column.name not in table.key:
            continue
        if Op.ICONTAINS not in column.ops and Op.EQ in column.ops:
            try:
                found.append(Compare(column, Op.EQ, values.read_text(column, text)))
            except values.ValueRefused:
                continue
    return Or(tuple(found))


def _check_size(filter_: Filter) -> None:
    def depth(item: Filter, above: int) -> None:
        if above > MAX_DEPTH:
            raise QueryTooComplex(f"A filter may nest {MAX_DEPTH} levels deep.")
        match item:
            case And(items) | Or(items):
                for part in items:
                    depth(part, above + 1)
            case Not(part):
                depth(part, above + 1)
            case Condition() | Lookup() | Joined() | Linked():
                pass

    depth(filter_, 0)
    found: list[Condition | Lookup | Joined | Linked] = list(leaves(filter_))
    if len(found) > MAX_CONDITIONS:
        raise QueryTooComplex(f"A filter may hold {MAX_CONDITIONS} conditions.")
    if any(isinstance(leaf, Condition | Lookup) and len(leaf.name) > MAX_NAME for leaf in found):
        raise QueryTooComplex(f"A path may have {MAX_NAME} characters.")
    if sum(_listed(leaf) for leaf in found) > MAX_IN:
        raise QueryTooComplex(f"The lists of a filter may hold {MAX_IN} values together.")


def _listed(leaf: Condition | Lookup | Joined | Linked) -> int:
    """How many values the leaf holds."""
    if isinstance(leaf, Joined):
        return len(leaf.values)
    if isinstance(leaf, Linked):
        return 1
    if isinstance(leaf, Lookup):
        return sum(text.count(",") + 1 for text in leaf.values)
    return len(leaf.value) if isinstance(leaf.value, list) else 1


def _path(name: str, table: Table, tables: Mapping[str, Table], crossed: int = 0) -> tuple[Hops, Column]:
    """The hops and the column that the dotted `name` means; a column whose name has dots wins."""
    _check_hops(crossed)
    column = table.column(name)
    if column is not None:
        return (), column
    for head, tail in _splits(name, "."):
        relation = table.relation(head)
        if relation is not None:
            hops, column = _path(tail, tables[relation.target], tables, crossed + 1)
            return (relation, *hops), column
    raise UnknownColumn(f"{table.name} has no column {name!r}.")


def _looked_up(lookup: Lookup, table: Table, scope: Scope, crossed: int = 0) -> Predicate:
    """`relation__column__word`, `relation__func__column__word`; the word is "exact" where none is said."""
    _check_hops(crossed)
    name, pointer = lookup.name, lookup.pointer or lookup.name
    column = table.column(name)
    if column is not None:
        return _said(column, "exact", lookup, scope.now)
    for head, tail in _splits(name, "__"):
        column, relation = table.column(head), table.relation(head)
        if column is not None and lookups.known(tail):
            return _said(column, tail, lookup, scope.now)
        if relation is not None:
            target = scope.tables[relation.target]
            inner = replace(lookup, name=tail, pointer=pointer)
            found = _aggregated(inner, relation, target, scope) if relation.many else None
            return found or _across((relation,), _looked_up(inner, target, scope, crossed + 1), scope)
    head, _, tail = name.rpartition("__")
    if table.column(head) is not None:
        words = ", ".join([*lookups.WORDS, *lookups.COMPOSED])
        raise UnknownLookup(f"There is no lookup {tail!r}. There are {words}.")
    raise UnknownColumn(f"{table.name} has no column {name!r}.")


def _check_hops(crossed: int) -> None:
    if crossed > MAX_HOPS:
        raise QueryTooComplex(f"A path may cross {MAX_HOPS} relations.")


def _aggregated(lookup: Lookup, relation: Relation, target: Table, scope: Scope) -> Predicate | None:
    """`count__gte`, `sum__total__gt`, … of the related rows; `None` where it reads like something else."""
    word, _, rest = lookup.name.partition("__")
    if target.column(word) is not None or target.relation(word) is not None or word not in list(Func):
        return None
    func = Func(word)
    if func not in target.aggregates:
        raise UnknownLookup(f"{target.name} does not answer {func}.")
    measured, word = _measured(target, func, rest)
    result = aggregate_column(func, measured)

    def compared(op: Op, value: object) -> Predicate:
        bound = compare(result, op, value, lookup.pointer, None, text=True)
        where = scope.rules.get(target.name, TRUE)
        return Measured(relation, target, where, func, measured, result, bound.op, bound.value)

    return _asked(result, word or "exact", lookup, compared)


def _measured(table: Table, func: Func, rest: str) -> tuple[Column | None, str]:
    """The column of `column__word`, or none, and the word."""
    if func is Func.COUNT and (not rest or lookups.known(rest)):
        return None, rest
    head, _, word = rest.rpartition("__")
    if table.column(rest) is not None:
        head, word = rest, ""
    column = usable(column_of(table, head or rest))
    if word and not lookups.known(word):
        raise UnknownLookup(f"There is no lookup {word!r}.")
    ordered = Op.LT in ops_of(column.type) and column.type not in (Type.UUID, Type.OTHER)
    if func not in column.aggregates or (func is not Func.COUNT and not ordered):
        raise UnknownLookup(f"{column.name} ({column.type}) cannot be compared by its {func}.")
    return column, word


def aggregate_column(func: Func, column: Column | None) -> Column:
    """A column as the result of `func` would be one. It has no native type: no table holds it."""
    if column is None or func is Func.COUNT:
        return Column("count", Type.INTEGER, "", -1, ops=ops_of(Type.INTEGER))
    type_ = Type.DECIMAL if func in (Func.SUM, Func.AVG) and column.type is Type.INTEGER else column.type
    return replace(column, type=type_, native="", position=-1, ops=ops_of(type_), minimum=None, maximum=None)


def _joined(joined: Joined, table: Table, scope: Scope) -> Predicate:
    _check_hops(len(joined.hops))
    if joined.hops:
        columns, target, target_columns = joined.hops[0]
        relation = next(
            (
                relation
                for relation in table.relations
                if (relation.columns, relation.target, relation.target_columns)
                == ((columns,), target, (target_columns,))
            ),
            None,
        )
        if relation is None:
            raise UnknownRelation(f"{table.name} has no relation by {columns!r} to that table.")
        rest = replace(joined, hops=joined.hops[1:])
        return _across((relation,), _joined(rest, scope.tables[relation.target], scope), scope)
    column = column_of(table, joined.column)
    return compare(column, Op.IN, list(joined.values), "_relation", scope.now, text=True)


def _linked(linked: Linked, table: Table, scope: Scope) -> Predicate:
    for relation in table.relations:
        junction = scope.tables[relation.target]
        for onward in junction.relations if relation.many else ():
            if onward.target == linked.table and not onward.many and len(onward.columns) == 1:
                column = column_of(junction, onward.columns[0])
                same = compare(column, Op.EQ, linked.key, "_m2m", scope.now, text=True)
                reached = _across((onward,), TRUE, scope)
                return _across((relation,), both(reached, same), scope)
    raise UnknownRelation(f"{table.name} is not linked with a table {linked.table!r}.")


def _splits(name: str, separator: str) -> list[tuple[str, str]]:
    parts = name.split(separator)
    return [(separator.join(parts[:i]), separator.join(parts[i:])) for i in range(1, len(parts))]


def _across(hops: Hops, inner: Predicate, scope: Scope) -> Predicate:
    for relation in reversed(hops):
        where = both(scope.rules.get(relation.target, TRUE), inner)
        inner = Exists(relation, scope.tables[relation.target], where)
    return inner


def _said(column: Column, word: str, lookup: Lookup, now: datetime | None) -> Predicate:
    def compared(op: Op, value: object) -> Predicate:
        return compare(column, op, value, lookup.pointer or lookup.name, now, text=True)

    return _asked(column, word, lookup, compared)


def _asked(
    column: Column, word: str, lookup: Lookup, compared: Callable[[Op, object], Predicate]
) -> Predicate:
    try:
        return lookups.asked(column, word, lookup.values, compared)
    except values.ValueRefused as refusal:
        raise refused(column, lookup.pointer or lookup.name, str(refusal)) from None
