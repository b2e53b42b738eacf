"""A GraphQL document: read, bounded and validated against a graph. Knows no row.

Nothing here waits for anything, and all of it may take long: it is for a thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute_sync,
    parse,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values

from jetway.bridge.graph import limits
from jetway.bridge.graph.selection import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphql import FieldNode

    from jetway.bridge.graph.request import GraphqlRequest
    from jetway.bridge.graph.schema import Graph

MAX_ERRORS = 10


class Wrong(Exception):
    """A document with errors."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__()
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Operation:
    """The operation to run."""

    graph: Graph
    node: OperationDefinitionNode
    run: Run

    def roots(self) -> dict[str, list[FieldNode]]:
        """Its root fields by the names of the answer."""
        found: dict[str, list[FieldNode]] = {}
        self.run.collect(self.node.selection_set.selections, found)
        return found


def read(graph: Graph, request: GraphqlRequest) -> Operation:
    """The operation that is asked for. Raises `Wrong`, and `QueryTooComplex` before it validates anything."""
    try:
        document = parse(request.query, max_tokens=limits.MAX_TOKENS)
        limits.check(document, request.variables)
        _raise_any(validate(graph.schema, document, max_errors=MAX_ERRORS))
        node = _operation(document, request.operation_name)
    except GraphQLError as error:
        raise Wrong([error]) from None
    variables = get_variable_values(graph.schema, node.variable_definitions or (), request.variables or {})
    if not isinstance(variables, VariableValues):
        raise Wrong(variables)
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    return Operation(graph, node, Run(fragments, variables, graph.models))


def about_itself(operation: Operation, nodes: Sequence[FieldNode]) -> dict[str, Any]:
    """Introspection, by the library alone: it knows nothing but the view's own schema."""
    alone = OperationDefinitionNode(
        operation=OperationType.QUERY,
        variable_definitions=operation.node.variable_definitions,
        selection_set=SelectionSetNode(selections=tuple(nodes)),
    )
    definitions = DocumentNode(definitions=(alone, *operation.run.fragments.values()))
    variables = operation.run.variables.coerced
    return execute_sync(operation.graph.schema, definitions, variable_values=variables).data or {}


def _raise_any(errors: Sequence[GraphQLError]) -> None:
    if errors:
        raise Wrong(errors)


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    found = [
        node
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode) and (not name or (node.name and node.name.value == name))
    ]
    if len(found) != 1:
        raise GraphQLError("Say by operationName which of the operations to run.")
    if found[0].operation is not OperationType.QUERY:
        raise GraphQLError("Only queries are answered here; rows are changed over REST.")
    return found[0]
