"""What a record selects: the columns and relations to read, and how the rows then become the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    InlineFragmentNode,
)
from graphql.execution.values import get_argument_values, get_directive_values

from jetway.bridge.graph.arguments import limit_of

if TYPE_CHECKING:
    from graphql import FragmentDefinitionNode, GraphQLObjectType, SelectionNode
    from graphql.execution.values import VariableValues

    from jetway.bridge.graph.names import Model
    from jetway.core.query import Expand

MANY = 20
MOST_MANY = 100

JsonRow: TypeAlias = Mapping[str, msgspec.Raw]
"""A row whose values are still JSON: they pass through with every digit, and are not read at all."""

Shape: TypeAlias = Callable[[JsonRow], Any]
"""From a row, related rows in it, to what the answer shows of it."""

row_of = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_row_or_none = msgspec.json.Decoder(dict[str, msgspec.Raw] | None).decode
_rows_of = msgspec.json.Decoder(list[dict[str, msgspec.Raw]]).decode


@dataclass(frozen=True, slots=True)
class Run:
    """An operation with its fragments and the values of its variables."""

    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues
    models: Mapping[str, Model]

    def fields(self, nodes: Sequence[FieldNode]) -> dict[str, list[FieldNode]]:
        """What is selected within `nodes`, by the names of the answer, fragments in place."""
        found: dict[str, list[FieldNode]] = {}
        for node in nodes:
            if node.selection_set is not None:
                self.collect(node.selection_set.selections, found)
        return found

    def collect(self, selections: Sequence[SelectionNode], found: dict[str, list[FieldNode]]) -> None:
        """Add the fields of `selections`. Every type is an object, so that each fragment fits."""
        for node in selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                self.collect(node.selection_set.selections, found)
            elif isinstance(node, FragmentSpreadNode):
                self.collect(self.fragments[node.name.value].selection_set.selections, found)

    def _included(self, node: SelectionNode) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables) or {}
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables) or {}
        return not skip.get("if") and bool(include.get("if", True))


@dataclass(slots=True)
class Wanted:
    """What to read of a table. `limit`: of a relation to many, how many rows of it."""

    columns: dict[str, None] = field(default_factory=dict)
    related: dict[str, Wanted] = field(default_factory=dict)
    limit: int = 1

    def merge(self, other: Wanted) -> None:
        """Read what `other` wants as well."""
        self.columns |= other.columns
        self.limit = max(self.limit, other.limit)
        for name, wanted in other.related.items():
            self.related.setdefault(name, Wanted()).merge(wanted)

    def rows(self) -> int:
        """How many rows come with each, itself included."""
        return 1 + sum(wanted.limit * wanted.rows() for wanted in self.related.values())

    def paths(self, prefix: str = "") -> list[str]:
        """Columns and dotted paths, as `_select` has them."""
        paths = [f"{prefix}{name}" for name in self.columns]
        for name, wanted in self.related.items():
            paths += wanted.paths(f"{prefix}{name}.")
        return paths


def limited(expands: tuple[Expand, ...], wanted: Wanted) -> tuple[Expand, ...]:
    """The expansions with as many rows to many as were asked for."""
    return tuple(
        replace(
            one,
            limit=one.limit and min(one.limit, wanted.related[one.relation.name].limit),
            expand=limited(one.expand, wanted.related[one.relation.name]),
        )
        for one in expands
    )


def record(
    run: Run, model: Model, type_: GraphQLObjectType, nodes: Sequence[FieldNode]
) -> tuple[Wanted, Shape]:
    """What `nodes` want of the model's rows, and how each is shown."""
    wanted = Wanted()
    shapes: dict[str, Shape] = {}
    for key, found in run.fields(nodes).items():
        name = found[0].name.value
        if name == "__typename":
            shapes[key] = _constant(type_.name)
        elif name == "attrs":
            shapes[key] = _attrs(run, model, type_, found, wanted)
        elif name == "allAttrs":
            columns = [column.name for column in model.columns.values()]
            wanted.columns |= dict.fromkeys(columns)
            shapes[key] = _picked(columns)
        else:
            shapes[key] = _related(run, model, type_, found, wanted)
    if not wanted.columns:
        wanted.columns[next(iter(model.columns.values())).name] = None
    return wanted, _object(shapes)


def _attrs(
    run: Run, model: Model, type_: GraphQLObjectType, nodes: Sequence[FieldNode], wanted: Wanted
) -> Shape:
    shown: dict[str, str] = {}
    names: dict[str, Shape] = {}
    for key, found in run.fields(nodes).items():
        name = found[0].name.value
        if name == "__typename":
            names[key] = _constant(str(type_.fields["attrs"].type))
        else:
            shown[key] = model.columns[name].name
            names[key] = _value(shown[key])
    wanted.columns |= dict.fromkeys(shown.values())
    return _object(names)


def _related(
    run: Run, model: Model, type_: GraphQLObjectType, nodes: Sequence[FieldNode], wanted: Wanted
) -> Shape:
    name = nodes[0].name.value
    relation = model.relations[name]
    target = run.models[relation.target]
    inner: Any = type_.fields[name].type
    while hasattr(inner, "of_type"):
        inner = inner.of_type
    found, shape = record(run, target, inner, nodes)
    if relation.many:
        sent = get_argument_values(type_.fields[name], nodes[0], run.variables)
        found.limit = limit_of(sent.get("limit"), MANY, MOST_MANY)
    wanted.related.setdefault(relation.name, Wanted()).merge(found)
    return _nested(relation.name, shape, found.limit if relation.many else None)


def _object(shapes: Mapping[str, Shape]) -> Shape:
    return lambda row: {key: shape(row) for key, shape in shapes.items()}


def _constant(text: str) -> Shape:
    return lambda _row: text


def _value(name: str) -> Shape:
    return lambda row: row[name]


def _picked(names: Sequence[str]) -> Shape:
    return lambda row: {name: row[name] for name in names}


def _nested(name: str, shape: Shape, limit: int | None) -> Shape:
    def many(row: JsonRow) -> list[Any]:
        return [shape(one) for one in _rows_of(row[name])[:limit]]

    def one(row: JsonRow) -> Any:  # noqa: ANN401  # a record or nothing
        found = _row_or_none(row[name])
        return None if found is None else shape(found)

    return one if limit is None else many
