"""Binding: the only way from a name in a request or a rule to a column.

A request is bound to a view's tables, a row rule to the whole schema. Crossing a relation adds the
target's own rule, so that no filter can look at a row that the actor may not see.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from jetway.core import lookups, measures, values, zones
from jetway.core.compare import MAX_IN, column_of, compare, refused
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
    Not,
    Op,
    Or,
    Predicate,
    both,
    leaves,
)
from jetway.core.rules import under
from jetway.core.schema import Relation, Table, ops_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jetway.core.schema import Column

MAX_CONDITIONS = 500
MAX_DEPTH = 32
MAX_HOPS = 4
"""How many relations one path may cross."""

MAX_NAME = 1000
"""How many characters a path may have."""


Hops: TypeAlias = tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What names are looked up in: `tables`, and the `rules` added at every crossing.

    `now`: the present moment. `zone`: in which parts of moments are compared; `named_zones`: see `Schema`.
    """

    tables: Mapping[str, Table]
    rules: Mapping[str, Predicate] = field(default_factory=dict)
    now: datetime | None = None
    zone: str = ""
    named_zones: bool = True

    def part_zone(self) -> str:
        """The zone. Raises `InvalidParameter` where the source cannot compare parts in it."""
        zones.require_named(self.zone, known=self.named_zones)
        return self.zone


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
            case Condition():
                return _conditioned(item, table, scope)
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
        if column.type.value in ("text", "enum", "uuid") and Op.ICONTAINS in _searched(table, column)
    ]
    references = {name for key in table.foreign_keys for name in key.columns}
    for column in table.columns:
        if column.name not in references and column.name not in table.key:
            continue
        ops = _searched(table, column)
        if Op.ICONTAINS not in ops and Op.EQ in ops:
            try:
                found.append(Compare(column, Op.EQ, values.read_text(column, text)))
            except values.ValueRefused:
                continue
    return Or(tuple(found))


def _searched(table: Table, column: Column) -> frozenset[Op]:
    """What a search may compare by: of a plain table all that the type has, as it is finished here."""
    return ops_of(column.type) if table.plain and column.mask is None else column.ops


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


def _conditioned(condition: Condition, table: Table, scope: Scope, crossed: int = 0) -> Predicate:
    """By the dotted name; a column whose name has dots wins."""
    _check_hops(crossed)
    name, pointer = condition.name, condition.pointer or condition.name
    column = table.column(name)
    if column is not None:
        return compare(column, condition.op, condition.value, pointer, scope.now)
    for head, tail in _splits(name, "."):
        relation = table.relation(head)
        if relation is not None:
            inner = replace(condition, name=tail, pointer=pointer)
            found = measures.conditioned(inner, relation, scope) if relation.many else None
            target = scope.tables[relation.target]
            return found or _across((relation,), _conditioned(inner, target, scope, crossed + 1), scope)
    raise UnknownColumn(f"{table.name} has no column {name!r}.")


def _looked_up(lookup: Lookup, table: Table, scope: Scope, crossed: int = 0) -> Predicate:
    """`relation__column__word`, `relation__func__column__word`; the word is "exact" where none is said."""
    _check_hops(crossed)
    name, pointer = lookup.name, lookup.pointer or lookup.name
    column = table.column(name)
    if column is not None:
        return _said(column, "exact", lookup, scope)
    for head, tail in _splits(name, "__"):
        column, relation = table.column(head), table.relation(head)
        if column is not None and lookups.known(tail):
            return _said(column, tail, lookup, scope)
        if relation is not None:
            target = scope.tables[relation.target]
            inner = replace(lookup, name=tail, pointer=pointer)
            found = measures.looked_up(inner, relation, scope) if relation.many else None
            return found or _across((relation,), _looked_up(inner, target, scope, crossed + 1), scope)
    head, _, tail = name.rpartition("__")
    if table.column(head) is not None:
        words = ", ".join([*lookups.WORDS, *lookups.COMPOSED])
        raise UnknownLookup(f"There is no lookup {tail!r}. There are {words}.")
    raise UnknownColumn(f"{table.name} has no column {name!r}.")


def _check_hops(crossed: int) -> None:
    if crossed > MAX_HOPS:
        raise QueryTooComplex(f"A path may cross {MAX_HOPS} relations.")


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
        target = scope.tables[relation.target]
        inner = Exists(relation, target, under(scope.rules.get(relation.target, TRUE), inner, target))
    return inner


def _said(column: Column, word: str, lookup: Lookup, scope: Scope) -> Predicate:
    pointer = lookup.pointer or lookup.name

    def compared(column: Column, op: Op, value: object) -> Predicate:
        return compare(column, op, value, pointer, scope.now, text=True)

    try:
        return lookups.asked(column, word, lookup.values, compared, scope.part_zone)
    except values.ValueRefused as refusal:
        raise refused(column, pointer, str(refusal)) from None
