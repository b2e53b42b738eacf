"""Row rules with the actor's attributes in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.compare import operand
from jetway.core.expr import FALSE, TRUE, And, Attribute, Compare, Predicate, both, compared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.directory import Actor
    from jetway.core.schema import Table
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


def under(rule: Predicate, asked: Predicate, table: Table) -> Predicate:
    """Those rows of `rule` for which `asked` holds.

    What a view computes can fail for some rows. For rows that the rule hides nothing is computed, or the
    failure would tell of them.
    """
    if table.kind != "view" or TRUE in (rule, asked):
        return both(rule, asked)
    return And((rule, asked), in_order=True)


def filled(rule: Predicate, attributes: Mapping[str, object]) -> Predicate:
    """`rule` with these attributes in it. Raises `KeyError` and `ValueRefused`."""

    def with_value(leaf: Compare) -> Compare:
        if not isinstance(leaf.value, Attribute):
            return leaf
        return Compare(leaf.column, leaf.op, operand(leaf.column, leaf.op, attributes[leaf.value.name]))

    return compared(rule, with_value)
