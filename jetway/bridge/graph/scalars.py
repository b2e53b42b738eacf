"""The scalars of the graph: whole numbers and decimals keep their digits on both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphql import (
    FloatValueNode,
    GraphQLBoolean,
    GraphQLError,
    GraphQLFloat,
    GraphQLScalarType,
    GraphQLString,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    value_from_ast_untyped,
)

from jetway.core.errors import InvalidBody
from jetway.core.schema import Type
from jetway.json_body import decode

if TYPE_CHECKING:
    from graphql import ConstValueNode

    from jetway.core.schema import Column


def _literal(node: ConstValueNode) -> object:
    """The value of a literal, numbers read as those of a body are."""
    match node:
        case IntValueNode() | FloatValueNode():
            try:
                return decode(node.value.encode(), exactly=True)
            except InvalidBody:
                raise GraphQLError("This number has too many digits.", node) from None
        case ListValueNode():
            return [_literal(item) for item in node.values]
        case ObjectValueNode():
            return {field.name.value: _literal(field.value) for field in node.fields}
        case _:
            return value_from_ast_untyped(node)


def _unchanged(value: object) -> object:
    return value


RAW = GraphQLScalarType(
    "RawScalar",
    description="Any JSON.",
    coerce_input_value=_unchanged,
    coerce_input_literal=_literal,
)
WHOLE = GraphQLScalarType("WholeNumber", description="A whole number of up to 64 bits.")
NUMBER = GraphQLScalarType("Number", description="A number; NaN, Infinity and -Infinity as text.")
EXACT = GraphQLScalarType("Decimal", description="A decimal number as text, exact.")

_SCALARS = {
    Type.TEXT: GraphQLString,
    Type.ENUM: GraphQLString,
    Type.UUID: GraphQLString,
    Type.DATE: GraphQLString,
    Type.TIME: GraphQLString,
    Type.TIMESTAMP: GraphQLString,
    Type.TIMESTAMPTZ: GraphQLString,
    Type.INTERVAL: GraphQLString,
    Type.BOOLEAN: GraphQLBoolean,
    Type.FLOAT: GraphQLFloat,
    Type.INTEGER: WHOLE,
    Type.DECIMAL: EXACT,
}


def scalar(column: Column) -> GraphQLScalarType:
    """How the column's values are told; those of types without a scalar are any JSON."""
    if column.type is Type.FLOAT and column.wide:
        return NUMBER
    return _SCALARS.get(column.type, RAW)
