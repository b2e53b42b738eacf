"""From the cells of a file to values of the table's columns: the same rules as for a row that is created."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from anyio import to_thread

from jetway.bridge.transfer.formulas import unguarded
from jetway.bridge.transfer.xlsx_file import CUT
from jetway.core import values
from jetway.core.export import FREE
from jetway.core.expr import Compare, Op, both
from jetway.core.load import LineProblem
from jetway.core.query import Read
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator, Sequence

    from jetway.bridge.transfer.sheet import Cells, Sheet
    from jetway.core.load import Outcome, Plan
    from jetway.core.mapping import Brought, Through
    from jetway.sources import Source

AT_ONCE = 2000
SHOWN = 80
"""So much of a wrong value is told."""

MOST_KNOWN = 100_000
"""So many related rows are remembered from batch to batch."""

Line: TypeAlias = "tuple[object, ...]"
Fit: TypeAlias = "Callable[[object], object]"

_CUT = re.compile(re.escape(CUT).replace(r"\{\}", "[0-9]+") + r"\Z")


async def fitted(
    source: Source, plan: Plan, sheet: Sheet, zone: str, outcome: Outcome
) -> AsyncGenerator[list[Line], None]:
    """The lines that fit, in batches: their number, then the values of `plan.load.columns`."""
    fits = [_fit(item, zone, sheet) for item in plan.brought]
    found = [Found(source, item.through) if item.through else None for item in plan.brought]
    while batch := await to_thread.run_sync(list, islice(sheet.lines, AT_ONCE)):
        outcome.lines += len(batch)
        read = await to_thread.run_sync(partial(_read, plan.brought, fits, batch, outcome))
        for place, related in enumerate(found):
            if related is not None:
                await related.look_up(line[place + 1] for line in read)
        if any(found):
            read = [line for line in (_joined(plan, found, line, outcome) for line in read) if line]
        yield read


def _read(
    brought: Sequence[Brought], fits: Sequence[Fit], batch: Sequence[tuple[int, Cells]], outcome: Outcome
) -> list[Line]:
    """Lines of one value per column of the file that goes somewhere."""
    parts = [(item.place, fit) for item, fit in zip(brought, fits, strict=True)]
    lines: list[Line] = []
    for number, cells in batch:
        if isinstance(cells, str):
            outcome.refuse(LineProblem(number, "", None, "invalid_line", cells))
            continue
        try:
            lines.append((number, *[fit(cells[place]) for place, fit in parts]))
        except values.ValueRefused:
            _refuse(brought, fits, number, cells, outcome)
    return lines


def _refuse(
    brought: Sequence[Brought], fits: Sequence[Fit], number: int, cells: Sequence[object], outcome: Outcome
) -> None:
    """Tell of every cell that does not fit."""
    for item, fit in zip(brought, fits, strict=True):
        try:
            fit(cells[item.place])
        except values.ValueRefused as refusal:
            outcome.refuse(_refused(number, item, cells[item.place], str(refusal)))


def _refused(number: int, item: Brought, cell: object, detail: str) -> LineProblem:
    said = str(cell)
    shown = said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"
    return LineProblem(number, item.columns[0].name, shown, "invalid_value", detail)


def _joined(plan: Plan, found: Sequence[Found | None], line: Line, outcome: Outcome) -> Line | None:
    """The line with the keys of related rows in place of what they were named by."""
    made: list[object] = [line[0]]
    for item, related, value in zip(plan.brought, found, line[1:], strict=True):
        if related is None:
            made.append(value)
            continue
        keys = related.keys(value)
        if len(keys) != 1:
            detail = "names no row" if not keys else "names several rows"
            assert item.through is not None
            code = "unknown_reference" if not keys else "several_references"
            shown = f"{detail} of {item.through.table.name}"
            outcome.refuse(LineProblem(int(str(line[0])), item.columns[0].name, str(value), code, shown))
            return None
        made.extend(keys[0])
    return tuple(made)


class Found:
    """Related rows by what one of their columns holds; looked for many at a time, each only once."""

    def __init__(self, source: Source, through: Through) -> None:
        self._source = source
        self._through = through
        self._known: dict[object, list[Line]] = {None: [(None,) * len(through.relation.columns)]}

    def keys(self, value: object) -> list[Line]:
        """What the foreign key is for each row that is named so."""
        return self._known.get(value, [])

    async def look_up(self, wanted: Iterator[object]) -> None:
        """Get to know the rows that these values name."""
        if len(self._known) > MOST_KNOWN:
            self._known = {None: self._known[None]}
        missing = tuple({value for value in wanted if value not in self._known})
        if not missing:
            return
        self._known.update({value: [] for value in missing})
        through = self._through
        targets = [through.table.column(name) for name in through.relation.target_columns]
        key = tuple(column for column in targets if column is not None)
        where = both(Compare(through.column, Op.IN, missing), through.where)
        async for row in self._source.read(Read(through.table, (*key, through.column), where)):
            value = values.read(through.column, row[through.column.name])
            if value in self._known:
                self._known[value].append(tuple(values.read(c, row[c.name]) for c in key))


def _fit(item: Brought, zone: str, sheet: Sheet) -> Fit:
    """From a cell to a value; `None` stays `None`. Raises `ValueRefused`."""
    column = item.through.column if item.through else item.columns[0]
    documents = sheet.textual and column.type in _DOCUMENTS
    fit: Fit = partial(values.read_text, column) if documents else values.fitter(column)
    if column.type is Type.TIMESTAMPTZ and zone:
        fit = partial(_in_zone, fit, zone)
    if column.type not in FREE or not sheet.textual:
        return lambda cell: None if cell is None else fit(cell)
    nullable = all(one.nullable for one in item.columns)
    empty = "" if column.type is Type.TEXT and not nullable else None
    return partial(_text, fit, empty, sheet.guarded)


_DOCUMENTS = frozenset({Type.JSON, Type.ARRAY, Type.GEOMETRY})


def _text(fit: Fit, empty: str | None, guarded: bool, cell: object) -> object:  # bound by partial
    """Without the apostrophe that guards against formulas; nothing is empty text where NULL cannot be."""
    if cell is None:
        return empty
    text = str(cell)
    if text.endswith("]") and _CUT.search(text):
        raise values.ValueRefused("was cut when it was exported")
    return fit(unguarded(text) if guarded else text)


def _in_zone(fit: Fit, zone: str, cell: object) -> object:
    """A moment without an offset is meant in `zone`."""
    text = str(cell).strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return fit(cell)
    return fit(cell if moment.tzinfo else moment.isoformat() + zone)
