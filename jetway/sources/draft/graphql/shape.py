"""What fields of a GraphQL schema hold and take: columns, values, and where in an input object these go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    Undefined,
    get_named_type,
    is_non_null_type,
    is_required_argument,
)
from msgspec.structs import replace

from jetway.core.schema import Type
from jetway.sources.draft.columns import LONGEST_OPTIONS, MOST_OPTIONS, comment_of
from jetway.sources.rest.spec import ColumnSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import GraphQLArgument, GraphQLField, GraphQLInputField, GraphQLType

    Input: TypeAlias = GraphQLArgument | GraphQLInputField

MOST_COLUMNS = 60
"""The more, the dearer a request: many servers count what they are asked for."""

_SCALARS = {
    **dict.fromkeys(("string", "id", "url", "uri", "email", "emailaddress", "html", "markdown"), Type.TEXT),
    **dict.fromkeys(("int", "bigint", "long", "smallint", "unsignedint", "unsignedint64"), Type.INTEGER),
    **dict.fromkeys(("float", "double", "float8", "real"), Type.FLOAT),
    **dict.fromkeys(("decimal", "numeric", "bigdecimal", "bigfloat", "money"), Type.DECIMAL),
    **dict.fromkeys(("boolean", "bool"), Type.BOOLEAN),
    **dict.fromkeys(("datetime", "timestamptz", "iso8601datetime", "instant"), Type.TIMESTAMPTZ),
    **dict.fromkeys(("timestamp", "localdatetime", "naivedatetime"), Type.TIMESTAMP),
    **dict.fromkeys(("date", "localdate", "iso8601date"), Type.DATE),
    "uuid": Type.UUID,
}
"""Scalars by the names that they usually have. What another name holds nobody knows: JSON takes all."""

_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def bare(name: str) -> str:
    """A name without regard to how it is written.

    >>> bare("order_items"), bare("OrderItems")
    ('orderitems', 'orderitems')
    """
    return name.replace("_", "").lower()


def held(type_: GraphQLType) -> GraphQLType:
    """A type, whether or not there may be nothing."""
    inner: GraphQLType = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    return inner


def record_type(type_: GraphQLType) -> GraphQLObjectType | None:
    """The object that a field holds one of; `None` for lists and for all that has no columns."""
    one = held(type_)
    return one if isinstance(one, GraphQLObjectType) else None


def items_type(type_: GraphQLType) -> GraphQLObjectType | None:
    """The objects that a field holds a list of."""
    several = held(type_)
    return record_type(several.of_type) if isinstance(several, GraphQLList) else None


def takes_nothing(field: GraphQLField) -> bool:
    """Whether a field can be asked for without arguments."""
    return not any(is_required_argument(one) for one in field.args.values())


def columns_of(record: GraphQLObjectType) -> dict[str, ColumnSpec]:
    """A column for each value of a record, and for those of an object within it."""
    found = _values(record)
    for name, field in record.fields.items():
        inner = record_type(field.type)
        if inner is not None and takes_nothing(field) and "pageInfo" not in inner.fields:
            found |= {
                f"{name}.{one}": replace(spec, path=f"{name}.{one}") for one, spec in _values(inner).items()
            }
    return dict(list(found.items())[:MOST_COLUMNS])


def selection(columns: Mapping[str, ColumnSpec]) -> str:
    """The columns in a query.

    >>> selection({"id": ColumnSpec(type=Type.TEXT), "place.city": ColumnSpec(type=Type.TEXT)})
    'id place { city }'
    """
    inner: dict[str, list[str]] = {}
    for name in columns:
        outer, _, below = name.partition(".")
        inner.setdefault(outer, []).extend([below] if below else [])
    return " ".join(f"{name} {{ {' '.join(below)} }}" if below else name for name, below in inner.items())


def comparable(record: GraphQLObjectType, name: str, type_: GraphQLType) -> bool:
    """Whether a column's values can be put into an argument of that type."""
    if name not in record.fields:
        return False
    ours, theirs = get_named_type(record.fields[name].type), get_named_type(type_)
    return ours is theirs or {ours.name, theirs.name} == {"ID", "String"}


def is_list(type_: GraphQLType) -> bool:
    """Whether it takes several values."""
    return isinstance(held(type_), GraphQLList)


def input_fields(one: Input) -> Mapping[str, GraphQLInputField]:
    """The fields of the input object that an argument or a field takes; none of other types."""
    taken = held(one.type)
    return taken.fields if isinstance(taken, GraphQLInputObjectType) else {}


def is_needed(one: Input) -> bool:
    """Whether a request without it is refused."""
    return is_non_null_type(one.type) and one.default_value is Undefined


def declared(variables: Mapping[str, GraphQLArgument]) -> str:
    """The variables of a query, in brackets; nothing for none."""
    said = ", ".join(f"${name}: {_optional(one)}" for name, one in variables.items())
    return f"({said})" if said else ""


def passed(variables: Mapping[str, GraphQLArgument]) -> str:
    """The arguments of a field, each the variable of its name."""
    said = ", ".join(f"{name}: ${name}" for name in variables)
    return f"({said})" if said else ""


def _optional(one: GraphQLArgument) -> str:
    """The type of a variable that may be left out where the argument may."""
    return str(one.type) if is_needed(one) else str(held(one.type))


def _values(record: GraphQLObjectType) -> dict[str, ColumnSpec]:
    fields = [(name, one) for name, one in record.fields.items() if takes_nothing(one)]
    made = [(name, one, _column(one)) for name, one in fields if _PLAIN.fullmatch(name)]
    return {
        name: replace(spec, comment=comment_of(one.description or ""))
        for name, one, spec in made
        if spec is not None
    }


def _column(field: GraphQLField) -> ColumnSpec | None:
    """A value, or several of them, as a column; `None` for an object."""
    whole = held(field.type)
    several = isinstance(whole, GraphQLList)
    one = held(whole.of_type) if isinstance(whole, GraphQLList) else whole
    match one:
        case GraphQLScalarType():
            return ColumnSpec(type=Type.ARRAY if several else _SCALARS.get(bare(one.name), Type.JSON))
        case GraphQLEnumType():
            options = tuple(one.values)
            if several:
                return ColumnSpec(type=Type.ARRAY)
            if len(options) > MOST_OPTIONS or sum(map(len, options)) > LONGEST_OPTIONS:
                return ColumnSpec(type=Type.TEXT)
            return ColumnSpec(type=Type.ENUM, options=options)
        case _:
            return None


def needed_of(fields: Mapping[str, Input]) -> Iterator[str]:
    """The names of those that must be there."""
    return (name for name, one in fields.items() if is_needed(one))
