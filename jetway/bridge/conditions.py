"""From a URL's parameters to a `Filter`. Knows the syntax of conditions and no schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jetway.core.errors import InvalidParameter, QueryTooComplex
from jetway.core.expr import And, Condition, Filter, Joined, Linked, Lookup, Not, Op, Or
from jetway.core.lookups import WORDS, known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_FILTER_DEPTH = 64


def where(sent: Mapping[str, Sequence[str]], known: frozenset[str]) -> Filter | None:
    """Every parameter that is not `known` is a condition, and all of them hold."""
    parts: list[Filter] = []
    for name, texts in sent.items():
        if name in known:
            continue
        if name.startswith("_"):
            raise InvalidParameter(f"There is no parameter {name!r} here.")
        excluded = name.startswith("exclude__")
        lookup = Lookup(name.removeprefix("exclude__"), tuple(texts), name)
        parts.append(Not(lookup) if excluded else lookup)
    parts += [_tree(text) for text in sent.get("_filter", [])]
    parts += [_path(text) for text in sent.get("_relation", []) if text]
    parts += [_link(text) for text in sent.get("_m2m", []) if text]
    return And(tuple(parts)) if parts else None


def _tree(text: str) -> Filter:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidParameter("_filter is not JSON.") from None
    return _node(tree, 0)


def _node(node: object, depth: int) -> Filter:
    if depth > MAX_FILTER_DEPTH:
        raise QueryTooComplex(f"_filter may nest {MAX_FILTER_DEPTH} levels deep.")
    match node:
        case {"and": list(items), **rest} if not rest:
            return And(tuple(_node(item, depth + 1) for item in items))
        case {"or": list(items), **rest} if not rest:
            return Or(tuple(_node(item, depth + 1) for item in items))
        case {"not": item, **rest} if not rest:
            return Not(_node(item, depth + 1))
        case {"column": str(column), "op": str(op), "value": value, **rest} if not rest:
            return _condition(column, op, value)
        case _:
            raise InvalidParameter(
                '_filter takes {"and": […]}, {"or": […]}, {"not": …} and {"column", "op", "value"}.'
            )


def _condition(column: str, word: str, value: object) -> Filter:
    """With an operator, or with a word of flat parameters that is made of several."""
    op = WORDS.get(word) or next((op for op in Op if op == word), None)
    if op is not None:
        return Condition(column, op, value, column)
    if not known(word):
        raise InvalidParameter(f"There is no op {word!r}. There are {', '.join(Op)}, and the lookups.")
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str | int | float) for text in texts):
        raise InvalidParameter(f"{word} takes a text, a number, true or false, or a list of them.")
    return Lookup(f"{column.replace('.', '__')}__{word}", tuple(_said(text) for text in texts), column)


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _path(text: str) -> Filter:
    """`column.table.column|column.value,value`; a table may be `schema.table`."""
    *hops, (column, *values) = [part.split(".") for part in text.split("|")]
    if not values or any(len(hop) not in (3, 4) for hop in hops):
        raise InvalidParameter("_relation takes column.table.column|column.value.")
    named = tuple((hop[0], ".".join(hop[1:-1]), hop[-1]) for hop in hops)
    return Joined(named, column, tuple(".".join(values).split(",")))


def _link(text: str) -> Filter:
    """`table,key`. As in Jet Bridge, a table alone lets no row through."""
    table, comma, row = text.partition(",")
    return Linked(table, row) if comma else Or(())
