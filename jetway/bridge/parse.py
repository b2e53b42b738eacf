"""From a URL to a `Query`. Knows the syntax of requests and no schema."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl, unquote

from jetway.core.bind import LOOKUPS
from jetway.core.errors import InvalidParameter, QueryTooComplex
from jetway.core.expr import And, Condition, Filter, Lookup, Not, Op, Or
from jetway.core.query import Grouping, Query, Sort, Unit
from jetway.core.schema import Func

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_PER_PAGE = 25
MAX_PER_PAGE = 10_000
MAX_OFFSET = 2**62
MAX_PARAMETERS = 1000
MAX_FILTER_DEPTH = 64

Parameters: TypeAlias = "dict[str, list[str]]"
"""Every parameter's values in the order they were sent, names in the order of their first."""

_WHOLE = re.compile(r"-?[0-9]{1,19}")
_LIST = frozenset(
    {"page", "_per_page", "_order_by", "_search", "_filter", "_select", "_expand", "_count"}
    | {"_no_pagination"}
)
_GROUP = frozenset({"_y_func", "_y_column", "_x_column", "_x_lookup", "_search", "_filter"})


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list and how it is to be answered. `page` counts from 1."""

    query: Query
    page: int
    per_page: int
    counted: bool
    enveloped: bool


def parameters(query_string: bytes) -> Parameters:
    """The parameters of a URL. Raises `InvalidParameter` for text that is no UTF-8."""
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except UnicodeError:
        raise InvalidParameter("The query string is not UTF-8, percent-encoded.") from None
    except ValueError:
        raise QueryTooComplex(f"A request may have {MAX_PARAMETERS} parameters.") from None
    found: Parameters = {}
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise InvalidParameter("A parameter holds a NUL character.")
        found.setdefault(name, []).append(value)
    return found


def key(segment: str) -> tuple[str, ...]:
    """The key's values from one raw path segment: split at commas, then decoded."""
    return tuple(decoded(part) for part in segment.split(","))


def decoded(segment: str) -> str:
    """A raw path segment as text. Raises `InvalidParameter` for text that is no UTF-8."""
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError:
        raise InvalidParameter("The path is not UTF-8, percent-encoded.") from None


def list_request(table: str, sent: Parameters) -> ListRequest:
    """What a list's URL asks for."""
    enveloped = not _flag(sent, "_no_pagination")
    per_page = _per_page(sent) if enveloped else MAX_PER_PAGE
    page = _whole(sent, "page", 1) if enveloped else 1
    if (page - 1) * per_page > MAX_OFFSET:
        raise InvalidParameter("page is too large.")
    query = Query(
        table,
        where=_where(sent, _LIST),
        search=_last(sent, "_search"),
        select=_names(sent, "_select"),
        expand=_names(sent, "_expand") or (),
        order=_sorts(sent),
        offset=(page - 1) * per_page,
        limit=per_page,
    )
    return ListRequest(query, page, per_page, enveloped and _counted(sent), enveloped)


def row_request(table: str, sent: Parameters) -> Query:
    """What one row's URL asks for: a selection, and nothing else."""
    for name in sent:
        if name not in ("_select", "_expand"):
            raise InvalidParameter(f"There is no parameter {name!r} here.")
    return Query(table, select=_names(sent, "_select"), expand=_names(sent, "_expand") or ())


def grouping(table: str, sent: Parameters, *, grouped: bool) -> Grouping:
    """What an aggregate's or, where `grouped`, a group's URL asks for."""
    columns = sent.get("_x_column", []) if grouped else []
    units = [_unit(text) for text in sent.get("_x_lookup", [])][: len(columns)]
    units += [None] * (len(columns) - len(units))
    return Grouping(
        table,
        _func(_last(sent, "_y_func")),
        _last(sent, "_y_column") or None,
        tuple(zip(columns, units, strict=True)),
        _where(sent, _GROUP),
        _last(sent, "_search"),
    )


def _where(sent: Parameters, known: frozenset[str]) -> Filter | None:
    """Everything that is no parameter of ours is a condition, and all of them hold."""
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
            return Condition(column, _op(op), value, column)
        case _:
            raise InvalidParameter(
                '_filter takes {"and": […]}, {"or": […]}, {"not": …} and {"column", "op", "value"}.'
            )


def _op(word: str) -> Op:
    try:
        return LOOKUPS.get(word) or Op(word)
    except ValueError:
        raise InvalidParameter(f"There is no op {word!r}. There are {', '.join(Op)}.") from None


def _sorts(sent: Parameters) -> tuple[Sort, ...]:
    names = [name for text in sent.get("_order_by", []) for name in text.split(",") if name]
    return tuple(Sort(name.removeprefix("-"), name.startswith("-")) for name in names)


def _names(sent: Parameters, name: str) -> tuple[str, ...] | None:
    if name not in sent:
        return None
    return tuple(dict.fromkeys(part for text in sent[name] for part in text.split(",") if part))


def _func(word: str) -> Func:
    try:
        return Func(word.lower())
    except ValueError:
        raise InvalidParameter(f"_y_func takes {', '.join(Func)}.") from None


def _unit(word: str) -> Unit | None:
    if word in ("", "plain"):
        return None
    if word in ("auto", "date"):
        return Unit.DAY
    try:
        return Unit(word.removeprefix("date_"))
    except ValueError:
        units = ", ".join(f"date_{unit}" for unit in Unit)
        raise InvalidParameter(f"_x_lookup takes plain, date, auto, {units}.") from None


def _per_page(sent: Parameters) -> int:
    return min(_whole(sent, "_per_page", DEFAULT_PER_PAGE), MAX_PER_PAGE)


def _whole(sent: Parameters, name: str, default: int) -> int:
    """A number from 1 on. As in Jet Bridge, what is no number means the default, and 0 or less means 1."""
    text = _last(sent, name)
    return max(1, int(text)) if _WHOLE.fullmatch(text) else default


def _counted(sent: Parameters) -> bool:
    word = _last(sent, "_count") or "exact"
    if word not in ("exact", "none"):
        raise InvalidParameter("_count takes exact, none.")
    return word == "exact"


def _flag(sent: Parameters, name: str) -> bool:
    return _last(sent, name).lower() in ("1", "true", "yes", "on")


def _last(sent: Parameters, name: str) -> str:
    texts: Sequence[str] = sent.get(name, [""])
    return texts[-1]
