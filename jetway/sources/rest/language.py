"""How an app is asked for rows: by parameters, or in a language of its own."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from jetway.sources.rest.record import wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jetway.core.expr import Compare
    from jetway.core.query import Order
    from jetway.sources.rest.spec import Collection


class Language(Protocol):
    """How an app is asked for what its description cannot say."""

    def asked(
        self, spec: Collection, compared: Sequence[Compare], order: Sequence[Order]
    ) -> Iterator[tuple[str, str]]:
        """The parameters for comparisons that all hold, and for an order.

        The answer is looked at again, so that this may let through too much, and never too little. What it
        cannot say it leaves out.
        """
        ...


class Parameters:
    """A parameter for each comparison, and one or two for the order."""

    def asked(
        self, spec: Collection, compared: Sequence[Compare], order: Sequence[Order]
    ) -> Iterator[tuple[str, str]]:
        """Each parameter once: the first comparison that takes it has it."""
        named: set[str] = set()
        for leaf in compared:
            column = spec.columns[leaf.column.name]
            param = column.filters.get(leaf.op)
            if param is None or param in named:
                continue
            wanted = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
            with suppress(ValueError, OverflowError):  # a moment that no clock knows
                sent = [(param, wire(column, leaf.op, value)) for value in wanted]
                named.add(param)
                yield from sent
        yield from sorted_by(spec, order)


def sorted_by(spec: Collection, order: Sequence[Order]) -> Iterator[tuple[str, str]]:
    """The first column of the order, which is what an app takes."""
    if not order or spec.sort is None:
        return
    first, sort = order[0], spec.columns[order[0].column.name].sort
    if spec.sort.direction:
        yield spec.sort.param, sort
        yield spec.sort.direction, "desc" if first.descending else "asc"
    else:
        yield spec.sort.param, f"-{sort}" if first.descending else sort
