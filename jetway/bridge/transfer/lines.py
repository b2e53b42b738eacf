"""The lines of a file: as the source builds them, else row by row here.

The law: built by a database or here, the lines are the same.
"""

from __future__ import annotations

import re
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge import render
from jetway.bridge.pages import scanned
from jetway.bridge.transfer.formulas import guarded
from jetway.core.errors import PoolTimeout
from jetway.core.export import BARE, FREE, Csv, Json
from jetway.core.finish import finish
from jetway.core.schema import Type
from jetway.sources import Exports

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence

    from jetway.bridge.pool import OpenSource
    from jetway.core.export import Cell, Export, Form
    from jetway.core.finish import Finish
    from jetway.core.query import Row
    from jetway.core.schema import Column

MOST_BUILT = 100_000
"""How many rows a file has whose lines are built here."""

AT_ONCE = 100

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z", re.ASCII)
_MOMENT = re.compile(r"[0-9][-0-9:.+TZ ]*\Z", re.ASCII)
_NUMBERS = (Type.INTEGER, Type.DECIMAL, Type.FLOAT)
_MOMENTS = (Type.DATE, Type.TIME, Type.TIMESTAMP, Type.TIMESTAMPTZ)
_DOCUMENTS = (Type.JSON, Type.ARRAY, Type.GEOMETRY)


def buildable(source: object, export: Export) -> Export:
    """The export as `lines_of` makes it: of no more than `MOST_BUILT` rows where it builds the lines."""
    return export if _by_source(source, export) else export.first(MOST_BUILT)


@dataclass(frozen=True, slots=True)
class Lines:
    """What lines are of. `bring`: sets members in the rows of a JSON array before lines are made of them."""

    cells: Sequence[Cell]
    form: Form
    bring: Callable[[bytes], Awaitable[bytes]] | None = None


def lines_of(
    opened: OpenSource, export: Export, wanted: Lines, at_once: int
) -> AsyncGenerator[list[bytes], None]:
    """The rows in batches, each row as a line without its end. At most `at_once` are built at a time."""
    form = wanted.form if wanted.bring is None else Json()
    if _by_source(opened.source, export):
        assert isinstance(opened.source, Exports)
        lines = opened.source.lines(export.read, wanted.cells, form)
    else:
        lines = _built(opened, export, line_maker(wanted.cells, form), at_once)
    return lines if wanted.bring is None else _brought(lines, wanted, wanted.bring)


async def _brought(
    batches: AsyncGenerator[list[bytes], None], wanted: Lines, bring: Callable[[bytes], Awaitable[bytes]]
) -> AsyncGenerator[list[bytes], None]:
    made = line_maker(wanted.cells, wanted.form)
    async with aclosing(batches):
        async for batch in batches:
            for start in range(0, len(batch), AT_ONCE):
                rows = await bring(render.array(batch[start : start + AT_ONCE]))
                yield [made(row) for row in msgspec.json.decode(rows)]


def _by_source(source: object, export: Export) -> bool:
    return export.ours is None and isinstance(source, Exports)


async def _built(
    opened: OpenSource, export: Export, made: Callable[[Row], bytes], at_once: int
) -> AsyncGenerator[list[bytes], None]:
    if opened.files >= at_once:
        detail = "As many files as may be are made right now. Try again in a moment."
        raise PoolTimeout(detail, retry_after_s=5)
    opened.files += 1
    try:
        async with aclosing(_rows(opened, export)) as rows, aclosing(_batched(rows, made)) as batches:
            async for batch in batches:
                yield batch
    finally:
        opened.files -= 1


async def _batched(
    rows: AsyncIterator[Row], made: Callable[[Row], bytes]
) -> AsyncGenerator[list[bytes], None]:
    batch: list[bytes] = []
    async for row in rows:
        batch.append(made(row))
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


async def _rows(opened: OpenSource, export: Export) -> AsyncGenerator[Row, None]:
    """As they come, where no order has to be made: then all of them are needed first."""
    source, read, ours = opened.source, export.read, export.ours
    if ours is None:
        async for row in source.read(read):
            yield row
    elif ours.order:
        for row in finish(await scanned(source, read), ours)[0]:
            yield row
    else:
        async for row in _let_through(source.read(read), ours):
            yield row


async def _let_through(rows: AsyncIterator[Row], ours: Finish) -> AsyncIterator[Row]:
    """The rows that satisfy it, and no more of them than it wants."""
    wanted, each = ours.limit, replace(ours, limit=None)
    async for row in rows:
        if wanted == 0:
            return
        found, _ = finish([row], each)
        if found:
            yield found[0]
            wanted = None if wanted is None else wanted - 1


def line_maker(cells: Sequence[Cell], form: Form) -> Callable[[Row], bytes]:
    """What makes a line of a row."""
    match form:
        case Json():
            return render.row
        case Csv():
            return partial(_csv, cells, form)


def _csv(cells: Sequence[Cell], form: Csv, row: Row) -> bytes:
    return form.delimiter.join(_cell(cell.column, _at(row, cell.path), form) for cell in cells).encode()


def _at(row: Row, path: Sequence[str]) -> object:
    """What is there; `None` where a relation on the way leads to no row."""
    found: object = row
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _cell(column: Column, value: object, form: Csv) -> str:
    """What a value of another type than its column's is told as text in quotes: none may break a line."""
    if value is None:
        return ""
    if column.type in _DOCUMENTS or isinstance(value, dict | list):
        return _quoted(render.document(value).decode())
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if column.type in _NUMBERS and _NUMBER.match(text):
        return text
    if column.type in _MOMENTS and not column.zone and _MOMENT.match(text):
        return text.replace("T", " ")
    return _quoted(guarded(text) if form.guarded and column.type in BARE | FREE else text)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
