"""Row rules with the actor's attributes in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.compare import operand
from jetway.core.expr import FALSE, TRUE, Attribute, Compare, Predicate, compared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.directory import Actor
    from jetway.core.view import View


def fill(rule: Predicate, actor: Actor) -> Predicate:
    """`rule` with the actor's attributes in it. One that is missing or misfits lets no row through."""
    try:
        return filled(rule, actor.attributes)
    except (KeyError, values.ValueRefused):
        return FALSE


def rules(view: View, actor: Actor) -> Mapping[str, Predicate]:
    """The row rule of every table that has one, filled in: what crossing into it adds."""
    return {name: fill(seen.rule, actor) for name, seen in view.tables.items() if seen.rule != TRUE}


def filled(rule: Predicate, attributes: Mapping[str, object]) -> Predicate:
    """`rule` with these attributes in it. Raises `KeyError` and `ValueRefused`."""

    def with_value(leaf: Compare) -> Compare:
        if not isinstance(leaf.value, Attribute):
            return leaf
        return Compare(leaf.column, leaf.op, operand(leaf.column, leaf.op, attributes[leaf.value.name]))

    return compared(rule, with_value)
