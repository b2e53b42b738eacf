"""Columns of rows of other sources in a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.bridge.far.rows import beside
from jetway.core.errors import SourceUnavailable
from jetway.core.export import Cell, cells, require_exportable
from jetway.core.plan import plan_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jetway.bridge.asked import Asked
    from jetway.bridge.far.crossing import Beside
    from jetway.bridge.far.rows import Bringing, Note


WITHIN_S = 60.0
"""How long so many rows of a file wait for those of another source, which may be an app with a slow pace."""


def far_cells(asked: Asked, others: Beside) -> Iterator[Cell]:
    """The columns that come along. Raises `NotAllowed` for rows that their source lets nobody take away."""
    require_whole(others.away)
    for one in others.bringing:
        yield from _cells(asked, one)


async def with_others(asked: Asked, others: Beside, results: bytes) -> bytes:
    """The rows with those of other sources beside them. A file tells no notes: what is missing is raised."""
    bringing = [replace(one, within_s=WITHIN_S) for one in others.bringing]
    rows, notes = await beside(asked, bringing, results)
    require_whole(notes)
    return rows


def require_whole(notes: Sequence[Note]) -> None:
    """Raises `SourceUnavailable` where something of other sources is missing."""
    for one in notes:
        raise SourceUnavailable(f"{one['relation']}: {one['detail']}")


def _cells(asked: Asked, one: Bringing) -> Iterator[Cell]:
    far, select = one.brought.far, one.brought.select
    plan = plan_list(one.there.view, asked.actor, one.query)
    require_exportable(one.there.view, one.query.table, plan.read.expand)
    for cell in cells(plan.read, one.query.select):
        if select is None or cell.path != (far.end.target_column,) or cell.name in select:
            yield Cell((far.name, *cell.path), cell.column)
