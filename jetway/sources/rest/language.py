"""How an app is asked for rows: by parameters, or in a language of its own."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from jetway.sources.rest.record import heard, sent, sought, wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jetway.core.expr import Compare
    from jetway.core.query import Order
    from jetway.sources.rest.spec import Collection, ColumnSpec


class Language(Protocol):
    """How an app says and is told what its description cannot say."""

    def asked(
        self, spec: Collection, compared: Sequence[Compare], order: Sequence[Order]
    ) -> Iterator[tuple[str, object]]:
        """The parameters for comparisons that all hold, and for an order; of a POST, places in its body.

        The answer is looked at again, so that this may let through too much, and never too little. What it
        cannot say it leaves out.
        """
        ...

    def heard(self, column: ColumnSpec, value: object) -> object:
        """What an app's value, which is there, means as one of the column's type; `None` for nothing."""
        ...

    def sent(self, column: ColumnSpec, value: object) -> object:
        """A value of the column, or `None`, as the app takes it in a change."""
        ...


class Parameters:
    """A parameter for each comparison, and one or two for the order. Values as JSON has them."""

    def asked(
        self, spec: Collection, compared: Sequence[Compare], order: Sequence[Order]
    ) -> Iterator[tuple[str, object]]:
        """Each parameter once: the first comparison that takes it has it. A body has lists."""
        named: set[str] = set()
        for leaf in compared:
            column = spec.columns[leaf.column.name]
            param = column.filters.get(leaf.op)
            if param is None or param in named:
                continue
            with suppress(ValueError, OverflowError):  # a moment that no clock knows
                pairs = _in_body(column, leaf) if spec.list.method == "POST" else _in_url(column, leaf)
                named.add(param)
                yield from ((param, value) for value in pairs)
        yield from sorted_by(spec, order)

    def heard(self, column: ColumnSpec, value: object) -> object:
        """As it is, but for moments."""
        return heard(column, value)

    def sent(self, column: ColumnSpec, value: object) -> object:
        """As it is, but for moments and decimals."""
        return sent(column, value)


def _in_url(column: ColumnSpec, leaf: Compare) -> list[object]:
    return [wire(column, leaf.op, value) for value in wanted(leaf)]


def _in_body(column: ColumnSpec, leaf: Compare) -> list[object]:
    several = [sought(column, leaf.op, value) for value in wanted(leaf)]
    return [several] if isinstance(leaf.value, tuple) else several


def wanted(leaf: Compare) -> tuple[object, ...]:
    """The values that a column is compared with: several for `in`, else one."""
    return leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)


def sorted_by(spec: Collection, order: Sequence[Order]) -> Iterator[tuple[str, str]]:
    """The first column of the order, which is what an app takes."""
    if not order or spec.sort is None:
        return
    how, sort, descending = spec.sort, spec.columns[order[0].column.name].sort, order[0].descending
    if how.direction:
        yield how.param, sort
        yield how.direction, how.descending or "desc" if descending else how.ascending or "asc"
    else:
        word = how.descending or "-{sort}" if descending else how.ascending or "{sort}"
        yield how.param.replace("{sort}", sort), word.replace("{sort}", sort)
