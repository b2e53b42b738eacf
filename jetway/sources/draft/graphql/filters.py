"""By which arguments a list is narrowed and sorted, as its shape tells. What it means is looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_named_type,
    is_non_null_type,
)
from msgspec.structs import replace

from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.draft.graphql.shape import bare, comparable, held, input_fields, is_list
from jetway.sources.rest.spec import Sorting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import GraphQLArgument, GraphQLObjectType, GraphQLType

    from jetway.sources.draft.graphql.shape import Input
    from jetway.sources.rest.spec import ColumnSpec

_OBJECTS = ("where", "filter", "filters", "condition")
_OPS = {
    **dict.fromkeys(("eq", "equals", "equalto", "equal"), Op.EQ),
    **dict.fromkeys(("in", "oneof", "anyof"), Op.IN),
    **dict.fromkeys(("lt", "lessthan", "before"), Op.LT),
    **dict.fromkeys(("lte", "lessthanorequalto", "lessthanorequal", "le"), Op.LTE),
    **dict.fromkeys(("gt", "greaterthan", "after"), Op.GT),
    **dict.fromkeys(("gte", "greaterthanorequalto", "greaterthanorequal", "ge"), Op.GTE),
    **dict.fromkeys(("isnull", "null"), Op.IS_NULL),
    **dict.fromkeys(("contains", "includes"), Op.CONTAINS),
    "startswith": Op.STARTS_WITH,
    "endswith": Op.ENDS_WITH,
}
"""Operators by the names that they usually have, without regard to how these are written."""

_ORDERS = ("orderby", "sort", "sortby", "order", "sortkey")
_FIELDS = ("field", "column", "key", "by")
_UNCOMPARED = (Type.JSON, Type.ARRAY)


def filtered(
    record: GraphQLObjectType, columns: Mapping[str, ColumnSpec], args: Mapping[str, GraphQLArgument]
) -> dict[str, ColumnSpec]:
    """The columns, with the places of the variables by which they are compared."""
    found: dict[str, dict[Op, str]] = {name: {} for name in columns}
    for place, name, one in _places(args):
        column = columns.get(name)
        if column is None or column.type in _UNCOMPARED:
            continue
        for op, where, type_ in _operators(place, one):
            fits = op is Op.IS_NULL or comparable(record, name, type_)
            if fits and is_list(type_) == (op is Op.IN):
                found[name].setdefault(op, where)
    return {name: replace(one, filters=found[name]) if found[name] else one for name, one in columns.items()}


def sorting(
    record: GraphQLObjectType, columns: Mapping[str, ColumnSpec], args: Mapping[str, GraphQLArgument]
) -> tuple[Sorting | None, dict[str, ColumnSpec]]:
    """How the list is sorted, and the columns that it is sorted by; only those that are always there."""
    always = {name for name, one in record.fields.items() if name in columns and is_non_null_type(one.type)}
    for name, arg in args.items():
        if bare(name) in _ORDERS and (made := _order(f"variables.{name}", arg, always)) is not None:
            how, words = made
            return how, {one: replace(spec, sort=words.get(one, "")) for one, spec in columns.items()}
    return None, dict(columns)


def _places(args: Mapping[str, GraphQLArgument]) -> Iterator[tuple[str, str, Input]]:
    """Each place at which a value could stand for a column, and the column's name."""
    for name, arg in args.items():
        if bare(name) in _OBJECTS:
            yield from ((f"variables.{name}.{one}", one, field) for one, field in input_fields(arg).items())
        else:
            yield f"variables.{name}", name, arg


def _operators(place: str, one: Input) -> Iterator[tuple[Op, str, GraphQLType]]:
    """What a value compares by there: one operator for a value, those of its fields for an object."""
    inner = input_fields(one)
    if not inner:
        yield (Op.IN if is_list(one.type) else Op.EQ), place, one.type
    for name, field in inner.items():
        op = _OPS.get(bare(name))
        if op is not None:
            yield op, f"{place}.{name}", field.type


def _order(place: str, arg: GraphQLArgument, always: set[str]) -> tuple[Sorting, dict[str, str]] | None:
    """Three shapes: `{name: ASC}`, `{field: NAME, direction: ASC}` and `NAME_ASC`, or a list of such."""
    item = get_named_type(arg.type)
    if isinstance(item, GraphQLEnumType):
        return _by_suffix(place, item, always)
    fields = item.fields if isinstance(item, GraphQLInputObjectType) else {}
    directions = {name: words for name, one in fields.items() if (words := _words(one.type)) is not None}
    if not directions:
        return None
    [(direction, (up, down)), *_] = directions.items()
    for name, field in fields.items():
        names = get_named_type(field.type)
        if bare(name) in _FIELDS and isinstance(names, GraphQLEnumType):
            values = {bare(word): word for word in names.values}
            param, towards = f"{place}.{name}", f"{place}.{direction}"
            how = Sorting(param=param, direction=towards, ascending=up, descending=down)
            return _if_any(how, {one: values[bare(one)] for one in always if bare(one) in values})
    how = Sorting(param=f"{place}.{{sort}}", ascending=up, descending=down)
    return _if_any(how, {one: one for one in always if directions.get(one) == (up, down)})


def _by_suffix(place: str, item: GraphQLEnumType, always: set[str]) -> tuple[Sorting, dict[str, str]] | None:
    values = {bare(word): word for word in item.values if word.endswith("_ASC")}
    found = {one: values.get(f"{bare(one)}asc", "").removesuffix("_ASC") for one in always}
    both = {one: word for one, word in found.items() if word and f"{word}_DESC" in item.values}
    return _if_any(Sorting(param=place, ascending="{sort}_ASC", descending="{sort}_DESC"), both)


def _if_any(how: Sorting, words: dict[str, str]) -> tuple[Sorting, dict[str, str]] | None:
    return (how, words) if words else None


def _words(type_: GraphQLType) -> tuple[str, str] | None:
    """The words of a direction."""
    words = held(type_)
    values = {bare(word): word for word in words.values} if isinstance(words, GraphQLEnumType) else {}
    for up, down in (("asc", "desc"), ("ascending", "descending")):
        if up in values and down in values:
            return values[up], values[down]
    return None
