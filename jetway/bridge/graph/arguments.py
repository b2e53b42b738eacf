"""From the arguments of root fields to queries in names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jetway.bridge.parse import key
from jetway.core.errors import InvalidParameter
from jetway.core.expr import And, Condition, Filter, Not, Op, Or
from jetway.core.query import Grouping, Query, Sort, Unit
from jetway.core.schema import Func, Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jetway.bridge.graph.names import Model
    from jetway.core.schema import Column, Relation

MAX_LIMIT = 1000
DEFAULT_LIMIT = 100
MAX_OFFSET = 2**31 - 1

_OPS = {
    "eq": Op.EQ,
    "ieq": Op.IEQ,
    "lt": Op.LT,
    "lte": Op.LTE,
    "gt": Op.GT,
    "gte": Op.GTE,
    "in": Op.IN,
    "isNull": Op.IS_NULL,
    "contains": Op.CONTAINS,
    "containsI": Op.ICONTAINS,
    "startsWith": Op.STARTS_WITH,
    "startsWithI": Op.ISTARTS_WITH,
    "endsWith": Op.ENDS_WITH,
    "endsWithI": Op.IENDS_WITH,
    "has": Op.HAS,
}

Arguments = dict[str, Any]


def list_query(models: Mapping[str, Model], model: Model, sent: Arguments, now: datetime) -> Query:
    """A list. The page is that of `pagination`, by number or by offset."""
    page = sent.get("pagination") or {}
    limit, offset = limit_of(page.get("limit"), DEFAULT_LIMIT, MAX_LIMIT), page.get("offset") or 0
    if page.get("page") is not None:
        if page.get("offset") is not None:
            raise InvalidParameter("pagination takes page or offset, not both.")
        offset = (max(1, page["page"]) - 1) * limit
    if not 0 <= offset <= MAX_OFFSET:
        raise InvalidParameter(f"The offset is from 0 to {MAX_OFFSET}.")
    sorts = [
        Sort(model.columns[name].name, bool((order or {}).get("descending")))
        for item in sent.get("sort") or []
        for name, order in (item or {}).items()
    ]
    where, search = _where(models, model, sent), _search(sent)
    return Query(
        model.seen.table.name, where, search, order=tuple(sorts), offset=offset, limit=limit, now=now
    )


def group_query(models: Mapping[str, Model], model: Model, sent: Arguments, now: datetime) -> Grouping:
    """Groups, or one number where nothing is grouped by."""
    by = tuple(
        (model.columns[item["column"]].name, Unit(item["unit"]) if item.get("unit") else None)
        for item in sent.get("by", [])
    )
    column = sent.get("column")
    of = model.columns[column].name if column else None
    where = _where(models, model, sent)
    return Grouping(model.seen.table.name, Func(sent["func"]), of, by, where, _search(sent), now)


def limit_of(sent: int | None, unsaid: int, most: int) -> int:
    """How many rows: at least one, at most `most`."""
    return unsaid if sent is None else max(1, min(sent, most))


def _search(sent: Arguments) -> str:
    text = (sent.get("search") or {}).get("query") or ""
    _without_nul(text)
    return str(text)


def key_of(sent: Arguments) -> tuple[str, ...]:
    """The key of one row, as the path of a URL has it."""
    _without_nul(sent["key"])
    return key(sent["key"])


def _without_nul(value: object) -> None:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and "\0" in item:
            raise InvalidParameter("No database takes the NUL character in a text.")


def _where(models: Mapping[str, Model], model: Model, sent: Arguments) -> Filter | None:
    filters = sent.get("filters")
    return _all(models, model, filters, "") if filters else None


def _all(models: Mapping[str, Model], model: Model, filters: Sequence[Any], path: str) -> Filter:
    return And(tuple(_one(models, model, item, path) for item in filters))


def _one(models: Mapping[str, Model], model: Model, item: Arguments, path: str) -> Filter:
    """Everything that stands in one object holds."""
    parts: list[Filter] = []
    for name, value in item.items():
        match name:
            case "_and":
                parts.append(_all(models, model, value or [], path))
            case "_or":
                parts.append(Or(tuple(_one(models, model, part, path) for part in value or [])))
            case "_not":
                parts.append(Not(_one(models, model, value or {}, path)))
            case _:
                parts += _compared(models, model, name, value or {}, path)
    return And(tuple(parts))


def _compared(
    models: Mapping[str, Model], model: Model, name: str, value: Arguments, path: str
) -> list[Filter]:
    parts: list[Filter] = []
    for word, operand in value.items():
        if word == "relation":
            relation = model.ways[name]
            parts.append(_across(models, relation, operand or [], path))
        else:
            parts.append(_condition(model.columns[name], path, word, operand))
    return parts


def _across(models: Mapping[str, Model], relation: Relation, filters: Sequence[Any], path: str) -> Filter:
    inner = _all(models, models[relation.target], filters, f"{path}{relation.name}.")
    if relation.many and _size(inner) != 1:
        raise InvalidParameter(
            f"A filter through {relation.name} takes one condition: several could hold of different rows."
        )
    return inner


def _size(filter_: Filter) -> int:
    match filter_:
        case And(items) | Or(items):
            return sum(_size(item) for item in items)
        case Not():
            return 2  # that none of the rows is so, and that one is not so, are different questions
        case _:
            return 1


def _condition(column: Column, path: str, word: str, operand: object) -> Filter:
    _without_nul(operand)
    name = f"{path}{column.name}"
    if word == "isEmpty":
        absent = Condition(name, Op.IS_NULL, True, name)
        empty = Or((absent, Condition(name, Op.EQ, "", name))) if column.type is Type.TEXT else absent
        return empty if operand else Not(empty)
    return Condition(name, _OPS[word], operand, name)
