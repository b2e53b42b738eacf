"""What every format makes of a file to import: named columns, and lines by number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from jetway.bridge.transfer.formulas import unguarded
from jetway.core.errors import InvalidFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_COLUMNS = 2000

Cells: TypeAlias = "Sequence[object] | str"
"""As many as there are columns; or what is wrong with the line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's table. `textual`: its cells are texts, whatever they mean; else JSON.

    `guarded`: an apostrophe may keep a text from being run as a formula.
    """

    names: tuple[str, ...]
    lines: Iterator[tuple[int, Cells]]
    textual: bool
    guarded: bool = False


def of_rows(rows: Iterator[tuple[int, list[str | None]]], *, guarded: bool) -> Sheet:
    """The first row names the columns. Raises `InvalidFile`."""
    _, first = next(rows, (0, []))
    names = _names([name and unguarded(name) for name in first] if guarded else first)
    return Sheet(names, _lines(rows, len(names)), textual=True, guarded=guarded)


def _names(first: list[str | None]) -> tuple[str, ...]:
    while first and not (first[-1] or "").strip():
        first.pop()
    names = tuple((name or "").strip() or f"column {number}" for number, name in enumerate(first, 1))
    if not names:
        raise InvalidFile("The file is empty: its first line names the columns.")
    return checked(names)


def checked(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each its own. Raises `InvalidFile`."""
    found = tuple(names)
    if len(found) > MAX_COLUMNS:
        raise InvalidFile(f"The file has {len(found)} columns; {MAX_COLUMNS} are taken.")
    for name in found:
        if found.count(name) > 1:
            raise InvalidFile(f"Two columns of the file are called {name!r}. Rename one of them.")
    return found


def _lines(rows: Iterator[tuple[int, list[str | None]]], width: int) -> Iterator[tuple[int, Cells]]:
    for number, cells in rows:
        if len(cells) > width and any(cells[width:]):
            yield number, f"has {len(cells)} cells, and there are {width} columns"
            continue
        if any(cell is not None for cell in cells):
            yield number, (cells[:width] + [None] * (width - len(cells)))
