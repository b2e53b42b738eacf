"""What a GraphQL document may cost, looked at before anything of it is validated or run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode

from jetway.core.errors import QueryTooComplex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphql import DocumentNode, SelectionNode, SelectionSetNode

MAX_BYTES = 256 * 1024
MAX_TOKENS = 5000
MAX_DEPTH = 25
"""Levels of fields and fragments. The usual introspection has 18."""

MAX_FIELDS = 500
"""Whether fields merge is looked at pair by pair."""

MAX_ROOTS = 10
MAX_ALIASES = 50
MAX_VALUE_DEPTH = 64
MAX_ROWS = 20_000
"""How many rows one request may bring at most, those of relations to many included."""


def check(document: DocumentNode, variables: object) -> None:
    """Raises `QueryTooComplex` for a document that is too large, whichever of its operations is asked for."""
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    counted = _Counted(fragments)
    for node in document.definitions:
        counted.count(getattr(node, "selection_set", None), 1)
    if counted.introspects and counted.aliases:
        raise QueryTooComplex("A query that asks for the schema takes no aliases: each would tell it again.")
    _check_depth([variables])


class _Counted:
    """What has been counted of a document, its fragments in place."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self.fragments = fragments
        self.fields = 0
        self.aliases = 0
        self.introspects = False

    def count(self, selections: SelectionSetNode | None, depth: int) -> None:
        """Add what is selected, and what is selected within it."""
        if depth > MAX_DEPTH:
            raise QueryTooComplex(f"A query may be {MAX_DEPTH} levels deep, fragments included.")
        for node in selections.selections if selections else ():
            self._add(node)
            self.count(self._within(node), depth + 1)

    def _add(self, node: SelectionNode) -> None:
        self.fields += 1  # spreads count too: empty ones that double each time cost as much
        if isinstance(node, FieldNode):
            self.aliases += node.alias is not None
            self.introspects |= node.name.value in ("__schema", "__type")
        if self.fields > MAX_FIELDS:
            raise QueryTooComplex(
                f"A query may have {MAX_FIELDS} fields, those of its fragments counted each time."
            )
        if self.aliases > MAX_ALIASES:
            raise QueryTooComplex(f"A query may have {MAX_ALIASES} aliases.")

    def _within(self, node: SelectionNode) -> SelectionSetNode | None:
        if isinstance(node, FragmentSpreadNode):
            fragment = self.fragments.get(node.name.value)
            return fragment.selection_set if fragment else None
        found: SelectionSetNode | None = getattr(node, "selection_set", None)
        return found


def _check_depth(values: Iterable[object]) -> None:
    for _ in range(MAX_VALUE_DEPTH + 2):
        values = [inner for one in values for inner in _items(one)]
        if not values:
            return
    raise QueryTooComplex(f"A variable may be {MAX_VALUE_DEPTH} levels deep.")


def _items(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
