"""The GraphQL schema of a view, in Jet Bridge's names. What the view does not have, it does not have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
)

from jetway.bridge.graph.names import Model, models_of
from jetway.bridge.graph.scalars import RAW, scalar
from jetway.core.query import Unit
from jetway.core.schema import Func, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.view import View

NOTHING = "nothing_is_granted"

FUNC = GraphQLEnumType("AggregateFuncType", {func.value.capitalize(): func.value for func in Func})
UNIT = GraphQLEnumType("DateUnitType", {unit.value.capitalize(): unit.value for unit in Unit})

_OPS = ("eq", "ieq", "lt", "lte", "gt", "gte", "contains", "containsI", "startsWith", "startsWithI")
_COMPARISONS: dict[str, Any] = {
    **dict.fromkeys((*_OPS, "endsWith", "endsWithI", "has"), RAW),
    "in": GraphQLList(GraphQLNonNull(RAW)),
    "isNull": GraphQLBoolean,
    "isEmpty": GraphQLBoolean,
}
_PAGED: dict[str, Any] = {
    **dict.fromkeys(("count", "limit", "offset", "page"), GraphQLInt),
    "hasMore": GraphQLBoolean,
}


class Kind(StrEnum):
    """What a root field answers."""

    LIST = "list"
    ONE = "one"
    AGGREGATE = "aggregate"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Graph:
    """The schema, what its root fields mean, and the models by the names of their tables."""

    schema: GraphQLSchema
    roots: Mapping[str, tuple[Kind, Model]]
    models: Mapping[str, Model]


def graph_of(view: View) -> Graph:
    """The graph of a view."""
    models = models_of(view)
    types = _Types(models)
    roots: dict[str, tuple[Kind, Model]] = {}
    fields: dict[str, GraphQLField] = {}
    found = [(model, field) for model in models.values() for field in types.fields_of(model)]
    # A table may be called as another one's field would be: lists come first.
    for model, (kind, name, field) in sorted(found, key=lambda one: one[1][0] is not Kind.LIST):
        if name not in fields:
            roots[name], fields[name] = (kind, model), field
    if not fields:
        fields[NOTHING] = GraphQLField(GraphQLBoolean)
    schema = GraphQLSchema(GraphQLObjectType("Query", fields), assume_valid=True)
    return Graph(schema, roots, models)


class _Types:
    """The types of all models, which refer to one another."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self.made: dict[tuple[str, str], Any] = {}
        self.taken: set[str] = set()
        self.compared = GraphQLInputObjectType("FieldFilterType", _inputs(_COMPARISONS))
        self.page = GraphQLInputObjectType(
            "PaginationType", _inputs({"page": GraphQLInt, "limit": GraphQLInt, "offset": GraphQLInt})
        )
        self.search = GraphQLInputObjectType("SearchType", _inputs({"query": GraphQLString}))
        self.sort = GraphQLInputObjectType("SortOrderType", _inputs({"descending": GraphQLBoolean}))
        self.paged = GraphQLObjectType("PaginationResultType", _outputs(_PAGED))
        self.filters = {name: self._filters(model) for name, model in models.items()}
        self.records = {name: self._record(model) for name, model in models.items()}

    def fields_of(self, model: Model) -> list[tuple[Kind, str, GraphQLField]]:
        """The root fields of a model."""
        if Verb.READ not in model.seen.table.verbs:
            return []
        found = [(Kind.LIST, model.name, self._list(model))]
        if model.seen.table.address:
            key = {"key": GraphQLArgument(GraphQLNonNull(GraphQLString))}
            found.append((Kind.ONE, f"{model.name}_by_key", GraphQLField(self._type(model), key)))
        if model.seen.can_aggregate:
            found.append(
                (Kind.AGGREGATE, f"{model.name}_aggregate", GraphQLField(RAW, self._measured(model)))
            )
            found.append((Kind.GROUP, f"{model.name}_group", self._group(model)))
        return found

    def _type(self, model: Model) -> GraphQLObjectType:
        return self.records[model.seen.table.name]

    def _list(self, model: Model) -> GraphQLField:
        sort = GraphQLInputObjectType(
            self._name(model, "Sort"),
            _inputs({name: self.sort for name, column in model.columns.items() if column.sortable}),
        )
        arguments = self._where(model) | {"pagination": GraphQLArgument(self.page)}
        if any(column.sortable for column in model.columns.values()):
            arguments["sort"] = GraphQLArgument(GraphQLList(sort))
        listed = {"data": GraphQLList(GraphQLNonNull(self._type(model))), "pagination": self.paged}
        return GraphQLField(GraphQLObjectType(self._name(model, ""), _outputs(listed)), arguments)

    def _group(self, model: Model) -> GraphQLField:
        by = GraphQLInputObjectType(
            self._name(model, "Group"),
            _inputs({"column": GraphQLNonNull(self._columns(model)), "unit": UNIT}),
        )
        arguments = {"by": GraphQLArgument(GraphQLNonNull(GraphQLList(GraphQLNonNull(by))))}
        group = _outputs({"group": GraphQLList(RAW), "value": RAW})
        type_ = GraphQLObjectType(self._name(model, "GroupResult"), group)
        return GraphQLField(GraphQLList(GraphQLNonNull(type_)), arguments | self._measured(model))

    def _measured(self, model: Model) -> dict[str, GraphQLArgument]:
        func, column = GraphQLNonNull(FUNC), self._columns(model)
        return self._where(model) | {"func": GraphQLArgument(func), "column": GraphQLArgument(column)}

    def _columns(self, model: Model) -> GraphQLEnumType:
        found = self.made.get((model.name, "Column"))
        if found is None:
            found = GraphQLEnumType(self._name(model, "Column"), {name: name for name in model.columns})
            self.made[model.name, "Column"] = found
        assert isinstance(found, GraphQLEnumType)
        return found

    def _where(self, model: Model) -> dict[str, GraphQLArgument]:
        filters = GraphQLList(GraphQLNonNull(self.filters[model.seen.table.name]))
        return {"filters": GraphQLArgument(filters), "search": GraphQLArgument(self.search)}

    def _filters(self, model: Model) -> GraphQLInputObjectType:
        def fields() -> dict[str, GraphQLInputField]:
            itself = self.filters[model.seen.table.name]
            listed = GraphQLList(GraphQLNonNull(itself))
            logic = {"_and": listed, "_or": listed, "_not": itself}
            compared = {name: self.compared for name, column in model.columns.items() if column.ops}
            ways = {
                name: self._way(relation.target, column=name in compared)
                for name, relation in model.ways.items()
            }
            return _inputs(logic | compared | ways)

        return GraphQLInputObjectType(self._name(model, "Filters"), fields)

    def _way(self, target: str, *, column: bool) -> GraphQLInputObjectType:
        """What a relation is filtered by; where it stands under its column, what that is compared by too."""
        model, word = self.models[target], "ReferenceFilter" if column else "RelatedFilter"
        found = self.made.get((model.name, word))
        if found is None:
            relation = {"relation": GraphQLList(GraphQLNonNull(self.filters[target]))}
            fields = _inputs((_COMPARISONS if column else {}) | relation)
            found = GraphQLInputObjectType(self._name(model, word), fields)
            self.made[model.name, word] = found
        assert isinstance(found, GraphQLInputObjectType)
        return found

    def _record(self, model: Model) -> GraphQLObjectType:
        attrs = GraphQLObjectType(
            self._name(model, "RecordAttrs"),
            _outputs({name: scalar(column) for name, column in model.columns.items()}),
        )

        def fields() -> dict[str, GraphQLField]:
            found = _outputs({"attrs": attrs, "allAttrs": RAW})
            for name, relation in model.relations.items():
                found[name] = self._related(relation.target, many=relation.many)
            return found

        return GraphQLObjectType(self._name(model, "Record"), fields)

    def _related(self, target: str, *, many: bool) -> GraphQLField:
        if not many:
            return GraphQLField(self.records[target])
        limit = {"limit": GraphQLArgument(GraphQLInt)}
        return GraphQLField(GraphQLList(GraphQLNonNull(self.records[target])), limit)

    def _name(self, model: Model, word: str) -> str:
        """`Model<table><word>Type`, which no other type has: tables may be called so that two would."""
        name = f"Model{model.name}{word}Type"
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        return name


def _inputs(types: Mapping[str, Any]) -> dict[str, GraphQLInputField]:
    return {name: GraphQLInputField(type_) for name, type_ in types.items()}


def _outputs(types: Mapping[str, Any]) -> dict[str, GraphQLField]:
    return {name: GraphQLField(type_) for name, type_ in types.items()}
