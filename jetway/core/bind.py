"""Binding: the only way from a name in a request or a rule to a column.

A request is bound to a view's tables, a row rule to the whole schema. Crossing a relation adds the
target's own rule, so that no filter can look at a row that the actor may not see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from jetway.core import values
from jetway.core.errors import InvalidValue, Problem, QueryTooComplex, UnknownColumn, UnknownLookup
from jetway.core.expr import (
    TRUE,
    And,
    Attribute,
    Compare,
    Condition,
    Exists,
    Filter,
    Lookup,
    Not,
    Op,
    Or,
    Predicate,
    both,
    leaves,
)
from jetway.core.schema import Column, Relation, Table, ops_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_CONDITIONS = 500
MAX_DEPTH = 32
MAX_IN = 5000
"""How many values all lists of one filter may hold together."""

MAX_HOPS = 4
"""How many relations one path may cross."""

MAX_NAME = 1000
"""How many characters a path may have."""

LOOKUPS: Mapping[str, Op] = {
    "exact": Op.EQ,
    "iexact": Op.IEQ,
    "gt": Op.GT,
    "gte": Op.GTE,
    "lt": Op.LT,
    "lte": Op.LTE,
    "in": Op.IN,
    "isnull": Op.IS_NULL,
    "contains": Op.CONTAINS,
    "icontains": Op.ICONTAINS,
    "startswith": Op.STARTS_WITH,
    "istartswith": Op.ISTARTS_WITH,
    "endswith": Op.ENDS_WITH,
    "iendswith": Op.IENDS_WITH,
}
"""The words of flat parameters. `range` is one more: between two values, both included."""

Hops: TypeAlias = tuple[Relation, ...]


def bind(
    filter_: Filter, table: Table, tables: Mapping[str, Table], rules: Mapping[str, Predicate]
) -> Predicate:
    """`filter_` on rows of `table`, every name resolved in `tables`, `rules` added at every crossing.

    Raises `UnknownColumn`, `UnknownLookup`, `InvalidValue`, `QueryTooComplex`.
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
                hops, column = _path(name, table, tables)
                return _across(hops, _compare(column, op, value, pointer or name), tables, rules)
            case Lookup(name, texts, pointer):
                hops, column, word = _lookup(name, table, tables)
                return _across(hops, _said(column, word, texts, pointer or name), tables, rules)

    return bound(filter_)


def column_of(table: Table, name: str) -> Column:
    """The column of `table`. Raises `UnknownColumn`."""
    column = table.column(name)
    if column is None:
        raise UnknownColumn(f"{table.name} has no column {name!r}.")
    return column


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
            case Condition() | Lookup():
                pass

    depth(filter_, 0)
    found: list[Condition | Lookup] = list(leaves(filter_))
    if len(found) > MAX_CONDITIONS:
        raise QueryTooComplex(f"A filter may hold {MAX_CONDITIONS} conditions.")
    if any(len(leaf.name) > MAX_NAME for leaf in found):
        raise QueryTooComplex(f"A path may have {MAX_NAME} characters.")
    if sum(_listed(leaf) for leaf in found) > MAX_IN:
        raise QueryTooComplex(f"The lists of a filter may hold {MAX_IN} values together.")


def _listed(leaf: Condition | Lookup) -> int:
    """How many values the leaf holds."""
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


def _lookup(
    name: str, table: Table, tables: Mapping[str, Table], crossed: int = 0
) -> tuple[Hops, Column, str]:
    """The same for `relation__column__word`; the word is "exact" where none is said."""
    _check_hops(crossed)
    column = table.column(name)
    if column is not None:
        return (), column, "exact"
    for head, tail in _splits(name, "__"):
        column, relation = table.column(head), table.relation(head)
        if column is not None and (tail in LOOKUPS or tail == "range"):
            return (), column, tail
        if relation is not None:
            hops, column, word = _lookup(tail, tables[relation.target], tables, crossed + 1)
            return (relation, *hops), column, word
    head, _, tail = name.rpartition("__")
    if table.column(head) is not None:
        raise UnknownLookup(f"There is no lookup {tail!r}. There are {', '.join([*LOOKUPS, 'range'])}.")
    raise UnknownColumn(f"{table.name} has no column {name!r}.")


def _check_hops(crossed: int) -> None:
    if crossed > MAX_HOPS:
        raise QueryTooComplex(f"A path may cross {MAX_HOPS} relations.")


def _splits(name: str, separator: str) -> list[tuple[str, str]]:
    parts = name.split(separator)
    return [(separator.join(parts[:i]), separator.join(parts[i:])) for i in range(1, len(parts))]


def _across(
    hops: Hops, inner: Predicate, tables: Mapping[str, Table], rules: Mapping[str, Predicate]
) -> Predicate:
    for relation in reversed(hops):
        where = both(rules.get(relation.target, TRUE), inner)
        inner = Exists(relation, tables[relation.target], where)
    return inner


def _said(column: Column, word: str, texts: tuple[str, ...], pointer: str) -> Predicate:
    if word == "range":
        ends = _texts(texts)
        if len(ends) != 2:
            raise _refused(column, pointer, "takes two values for range, as 1,9")
        low = _compare(column, Op.GTE, ends[0], pointer, values.read_text)
        return And((low, _compare(column, Op.LTE, ends[1], pointer, values.read_text)))
    op = LOOKUPS[word]
    value: object = _texts(texts) if op is Op.IN else texts[0]
    return _compare(column, op, value, pointer, values.read_text)


def _texts(texts: tuple[str, ...]) -> list[str]:
    return texts[0].split(",") if len(texts) == 1 else list(texts)


def _compare(
    column: Column,
    op: Op,
    value: object,
    pointer: str,
    read: Callable[[Column, str], object] | Callable[[Column, object], object] = values.read,
) -> Compare:
    if op not in column.ops and op not in ops_of(column.type):
        takes = ", ".join(sorted(column.ops | ops_of(column.type)))
        raise UnknownLookup(f"{column.name} ({column.type}) does not take {op}. It takes {takes}.")
    if isinstance(value, Attribute):
        return Compare(column, op, value)
    try:
        return Compare(column, op, operand(column, op, value, read))
    except values.ValueRefused as refusal:
        raise _refused(column, pointer, str(refusal)) from None


def operand(
    column: Column,
    op: Op,
    value: object,
    read: Callable[[Column, str], object] | Callable[[Column, object], object] = values.read,
) -> object:
    """`value` as `op` on `column` compares with it: a tuple for IN, a bool for IS_NULL, text for LIKE-like.

    Raises `ValueRefused`; a NULL is refused everywhere, for which there is IS_NULL.
    """
    match op:
        case Op.IS_NULL:
            return values.boolean(value)
        case Op.IN:
            if not isinstance(value, list | tuple):
                raise values.ValueRefused("takes a list")
            if len(value) > MAX_IN:
                raise QueryTooComplex(f"A list may hold {MAX_IN} values.")
            return tuple(operand(column, Op.EQ, item, read) for item in value)
        case Op.EQ | Op.LT | Op.LTE | Op.GT | Op.GTE:
            if value is None:
                raise values.ValueRefused("takes a value; ask for NULL with is_null")
            return read(column, value)  # type: ignore[arg-type]  # text where `read` is read_text
        case _:
            return values.text(value)


def _refused(column: Column, pointer: str, why: str) -> InvalidValue:
    return InvalidValue(f"{column.name} {why}.", problems=(Problem(pointer, "invalid_value", why),))
