"""What is sought in a search of an app's own: clauses, with quotes around texts."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from jetway.core.expr import Op
from jetway.core.types import Type
from jetway.sources.rest.language import wanted
from jetway.sources.rest.record import wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jetway.core.expr import Compare
    from jetway.sources.rest.spec import Collection, ColumnSpec

_PARTS = frozenset({Op.CONTAINS, Op.ICONTAINS, Op.STARTS_WITH, Op.ISTARTS_WITH, Op.ENDS_WITH, Op.IENDS_WITH})
_BARE = frozenset({Type.INTEGER, Type.FLOAT, Type.DECIMAL, Type.TIMESTAMPTZ})


def sought(spec: Collection, compared: Sequence[Compare]) -> str:
    """The clauses for comparisons that all hold; "" where the search can say none of them.

    The answer is looked at again, so that what cannot be said is left out.
    """
    return " AND ".join(_clauses(spec, compared))


def _clauses(spec: Collection, compared: Sequence[Compare]) -> Iterator[str]:
    assert spec.search is not None
    for leaf in compared:
        column = spec.columns[leaf.column.name]
        before = column.searches.get(leaf.op)
        if before is None or (leaf.op in _PARTS and len(str(leaf.value)) < spec.search.least):
            continue
        [value] = wanted(leaf)
        with suppress(ValueError, OverflowError):  # a moment that no clock knows
            yield before + _said(column, leaf.op, value)


def _said(column: ColumnSpec, op: Op, value: object) -> str:
    text = wire(column, op, value)
    if column.type in _BARE:
        return text
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))
