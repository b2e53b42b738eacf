"""Row rules with the actor's attributes in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.compare import operand
from jetway.core.expr import (
    FALSE,
    TRUE,
    And,
    Attribute,
    Compare,
    Exists,
    Measured,
    Not,
    Or,
    Predicate,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.directory import Actor
    from jetway.core.view import View


def fill(rule: Predicate, actor: Actor) -> Predicate:
    """`rule` with the actor's attributes in it. One that is missing or misfits lets no row through."""
    try:
        return _filled(rule, actor.attributes)
    except (KeyError, values.ValueRefused):
        return FALSE


def rules(view: View, actor: Actor) -> Mapping[str, Predicate]:
    """The row rule of every table that has one, filled in: what crossing into it adds."""
    return {name: fill(seen.rule, actor) for name, seen in view.tables.items() if seen.rule != TRUE}


def _filled(rule: Predicate, attributes: Mapping[str, object]) -> Predicate:
    match rule:
        case And(items):
            return And(tuple(_filled(item, attributes) for item in items))
        case Or(items):
            return Or(tuple(_filled(item, attributes) for item in items))
        case Not(item):
            return Not(_filled(item, attributes))
        case Exists(relation, table, where):
            return Exists(relation, table, _filled(where, attributes))
        case Measured():
            value = rule.value
            if isinstance(value, Attribute):
                value = operand(rule.result, rule.op, attributes[value.name])
            return replace(rule, where=_filled(rule.where, attributes), value=value)
        case Compare(column, op, Attribute(name)):
            return Compare(column, op, operand(column, op, attributes[name]))
        case Compare():
            return rule
