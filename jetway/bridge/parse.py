"""From a URL to a `Query`. Knows the syntax of requests and no schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from jetway.bridge.conditions import where
from jetway.core import zones
from jetway.core.errors import InvalidParameter, QueryTooComplex
from jetway.core.query import Grouping, Query, Sort, Unit
from jetway.core.schema import Func

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.query import CountKind

DEFAULT_PER_PAGE = 25
MAX_PER_PAGE = 10_000
MAX_OFFSET = 2**62
MAX_PARAMETERS = 1000

Parameters: TypeAlias = "dict[str, list[str]]"
"""Every parameter's values in the order they were sent, names in the order of their first."""

_WHOLE = re.compile(r"-?[0-9]{1,19}")
_LIST = frozenset(
    {"page", "_per_page", "_order_by", "_search", "_filter", "_select", "_expand", "_count", "_cursor"}
    | {"_no_pagination", "_relation", "_m2m", "_keys", "_exact_numbers", "_stale", "tz"}
)
_FILTER = frozenset({"_search", "_filter", "_relation", "_m2m", "tz"})
_GROUP = _FILTER | {"_y_func", "_y_column", "_x_column", "_x_lookup", "_exact_numbers"}
_MANY = _FILTER | {"_keys", "_dry_run", "_expect"}


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list and how it is to be answered. `page` counts from 1; `cursor`: "" for the first page."""

    query: Query
    page: int
    per_page: int
    count: CountKind
    enveloped: bool
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ManyRequest:
    """Rows to change. `exactly`: how many they must be."""

    query: Query
    dry_run: bool
    exactly: int | None


def parameters(query_string: bytes) -> Parameters:
    """The parameters of a URL. Raises `InvalidParameter` for text that is no UTF-8."""
    if not query_string:
        return {}
    if query_string.count(b"&") >= MAX_PARAMETERS:
        raise QueryTooComplex(f"A request may have {MAX_PARAMETERS} parameters.")
    found: Parameters = {}
    try:
        for pair in query_string.decode("ascii").split("&"):
            name, _, value = pair.partition("=")
            if pair:
                found.setdefault(_said(name), []).append(_said(value))
    except UnicodeError:
        raise InvalidParameter("The query string is not UTF-8, percent-encoded.") from None
    return found


def _said(text: str) -> str:
    """A part of a form as it was meant. Most need no decoding, which looks at each of their characters."""
    if "%" not in text:
        return text.replace("+", " ")
    plain = unquote(text.replace("+", " "), errors="strict")
    if "\0" in plain:
        raise InvalidParameter("A parameter holds a NUL character.")
    return plain


def key(segment: str) -> tuple[str, ...]:
    """The key's values from one raw path segment, which may have an `=` in front that is none of them."""
    return keys(segment.removeprefix("="))


def keys(text: str) -> tuple[str, ...]:
    """The values of keys: split at commas, then decoded."""
    return tuple(decoded(part) for part in text.split(","))


def decoded(segment: str) -> str:
    """A raw path segment as text. Raises `InvalidParameter` for text that is no UTF-8."""
    if "%" not in segment:
        return segment
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
    cursor = _last(sent, "_cursor") if "_cursor" in sent else None
    if cursor is not None and ("page" in sent or not enveloped):
        raise InvalidParameter("_cursor takes the place of page, and cannot stand beside _no_pagination.")
    zone, now = _zone(sent)
    query = Query(
        table,
        where=where(sent, _LIST),
        search=_last(sent, "_search"),
        select=_names(sent, "_select"),
        expand=_names(sent, "_expand") or (),
        order=_sorts(sent),
        offset=(page - 1) * per_page,
        limit=per_page,
        keys=keys(_last(sent, "_keys")) if "_keys" in sent else None,
        now=now,
        zone=zone,
        stale=_strict(sent, "_stale"),
    )
    count = _count(sent, "exact" if cursor is None else "none") if enveloped else "none"
    return ListRequest(query, page, per_page, count, enveloped, cursor)


def row_request(table: str, sent: Parameters) -> Query:
    """What one row's URL asks for: a selection and a zone, and nothing else."""
    for name in sent:
        if name not in ("_select", "_expand", "_exact_numbers", "tz"):
            raise InvalidParameter(f"There is no parameter {name!r} here.")
    zone, _ = _zone(sent)
    return Query(table, select=_names(sent, "_select"), expand=_names(sent, "_expand") or (), zone=zone)


def many_request(table: str, sent: Parameters) -> ManyRequest:
    """What the URL of a change of many rows asks for."""
    zone, now = _zone(sent)
    query = Query(
        table,
        where=where(sent, _MANY),
        search=_last(sent, "_search"),
        keys=keys(_last(sent, "_keys")) if "_keys" in sent else None,
        now=now,
        zone=zone,
    )
    return ManyRequest(query, _strict(sent, "_dry_run"), _expect(sent))


def bulk_request(sent: Parameters) -> bool:
    """Whether all items are to be stored or none."""
    for name in sent:
        if name != "atomic":
            raise InvalidParameter(f"There is no parameter {name!r} here.")
    return _strict(sent, "atomic")


def filter_request(table: str, sent: Parameters, *, ordered: bool = False) -> Query:
    """Which rows a URL means, and in which order where it may be said."""
    zone, now = _zone(sent)
    known = _FILTER | {"_order_by"} if ordered else _FILTER
    return Query(table, where(sent, known), _last(sent, "_search"), order=_sorts(sent), now=now, zone=zone)


def exact_numbers(sent: Parameters) -> bool:
    """Whether large whole numbers are to come as text."""
    return _flag(sent, "_exact_numbers")


def grouping(table: str, sent: Parameters, *, grouped: bool) -> Grouping:
    """What an aggregate's or, where `grouped`, a group's URL asks for."""
    columns = sent.get("_x_column", []) if grouped else []
    units = [_unit(text) for text in sent.get("_x_lookup", [])][: len(columns)]
    units += [None] * (len(columns) - len(units))
    zone, now = _zone(sent)
    return Grouping(
        table,
        _func(_last(sent, "_y_func")),
        _last(sent, "_y_column") or None,
        tuple(zip(columns, units, strict=True)),
        where(sent, _GROUP),
        _last(sent, "_search"),
        now,
        zone,
    )


def _zone(sent: Parameters) -> tuple[str, datetime]:
    """The zone, "" where none was asked for, and the present moment in it."""
    zone = zones.normalized(_last(sent, "tz").replace(" ", "+"))  # a bare plus sign in a URL is a space
    return zone, datetime.now(zones.tzinfo_of(zone))


def zone(sent: Parameters) -> str:
    """The offset that `tz` asks for, as `+03:00`; "" for UTC."""
    return _zone(sent)[0]


def _sorts(sent: Parameters) -> tuple[Sort, ...]:
    names = [name for text in sent.get("_order_by", []) for name in text.split(",") if name]
    return tuple(Sort(unquote(name.removeprefix("-")), name.startswith("-")) for name in names)


def _names(sent: Parameters, name: str) -> tuple[str, ...] | None:
    if name not in sent:
        return None
    return tuple(dict.fromkeys(unquote(part) for text in sent[name] for part in text.split(",") if part))


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


def _expect(sent: Parameters) -> int | None:
    if "_expect" not in sent:
        return None
    text = _last(sent, "_expect")
    if not re.fullmatch("[0-9]{1,9}", text):
        raise InvalidParameter("_expect takes a whole number: how many rows the change touches.")
    return int(text)


def _per_page(sent: Parameters) -> int:
    return min(_whole(sent, "_per_page", DEFAULT_PER_PAGE), MAX_PER_PAGE)


def _whole(sent: Parameters, name: str, default: int) -> int:
    """A number from 1 on. As in Jet Bridge, what is no number means the default, and 0 or less means 1."""
    text = _last(sent, name)
    return max(1, int(text)) if _WHOLE.fullmatch(text) else default


def _count(sent: Parameters, unsaid: CountKind) -> CountKind:
    match _last(sent, "_count"):
        case "":
            return unsaid
        case ("exact" | "estimated" | "capped" | "none") as word:
            return word
        case _:
            raise InvalidParameter("_count takes exact, estimated, capped, none.")


def _strict(sent: Parameters, name: str) -> bool:
    """What is meant as a rehearsal must not become a change."""
    if name not in sent:
        return False
    word = _last(sent, name).lower()
    if word not in ("0", "1", "false", "true"):
        raise InvalidParameter(f"{name} takes 1 or 0.")
    return word in ("1", "true")


def _flag(sent: Parameters, name: str) -> bool:
    return _last(sent, name).lower() in ("1", "true", "yes", "on")


def _last(sent: Parameters, name: str) -> str:
    texts: Sequence[str] = sent.get(name, [""])
    return texts[-1]
