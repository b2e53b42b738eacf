"""Plans of requests that differ in nothing but values: planned once, filled in for each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core.compare import compare
from jetway.core.expr import Compare, Given, compared
from jetway.core.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def takes(template: Plan, texts: int) -> bool:
    """Whether each of so many texts has its one place in what the source is asked, and none elsewhere."""
    found: list[int] = []

    def note(leaf: Compare) -> Compare:
        if isinstance(leaf.value, Given):
            found.append(leaf.value.number)
        return leaf

    compared(template.read.where, note)
    return template.ours is None and found == list(range(texts))


def filled(template: Plan, texts: Sequence[str], now: datetime | None) -> Plan:
    """`template` with `texts` in place of what is `Given`, as they are meant `now`. Raises `InvalidValue`."""

    def read(leaf: Compare) -> Compare:
        value = leaf.value
        if not isinstance(value, Given):
            return leaf
        return compare(leaf.column, leaf.op, texts[value.number], str(value), now, text=True)

    where = compared(template.read.where, read)
    count = template.count and replace(template.count, where=where)
    return Plan(template.read.where_is(where), template.ours, count)
