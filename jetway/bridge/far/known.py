"""Rows of apps that were asked for a moment ago, by their keys: never told to somebody with another view."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeAlias

import anyio

from jetway.bridge.grants import remember

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from jetway.core.directory import Actor
    from jetway.core.view import View

Found: TypeAlias = "tuple[bytes, ...]"
"""The rows of a key, as JSON: none, one, or two where it tells no row."""

KNOWN_S = 10.0
MAX_KNOWN = 1000
MAX_CELLS = 256


class Cell:
    """The same columns of one table's rows, for one person on one view."""

    def __init__(self, view: View, actor: Actor) -> None:
        self._view = view
        self._actor = repr(actor)  # to `==`, an attribute of 1 would be one of true
        self._known: OrderedDict[object, tuple[float, Found]] = OrderedDict()
        self.lock = anyio.Lock()
        """Who asks for what another request is asking for already waits, and finds it here."""

    def serves(self, view: View, actor: Actor) -> bool:
        """Whether these rows are theirs to see."""
        return self._view is view and self._actor == repr(actor)

    def keep(self, key: object, found: Found) -> None:
        """Remember the rows of a key for a moment."""
        remember(self._known, key, (time.monotonic() + KNOWN_S, found), MAX_KNOWN)

    def of(self, keys: Sequence[object]) -> dict[object, Found]:
        """What is known of the keys."""
        now_s = time.monotonic()
        kept = {key: self._known[key] for key in keys if key in self._known}
        return {key: found for key, (until_s, found) in kept.items() if until_s > now_s}


class KnownRows:
    """Cells by person, table and columns; those used last are kept."""

    def __init__(self) -> None:
        self._cells: OrderedDict[tuple[Hashable, ...], Cell] = OrderedDict()

    def cell(self, view: View, actor: Actor, table: str, *columns: Hashable) -> Cell:
        """The cell of these columns, empty where nothing is known."""
        key = (view.source, table, actor.id, *columns)
        cell = self._cells.get(key)
        if cell is None or not cell.serves(view, actor):
            cell = Cell(view, actor)
        remember(self._cells, key, cell, MAX_CELLS)
        return cell

    def forget(self, source: str, table: str) -> None:
        """Rows of the table were changed."""
        for key in [key for key in self._cells if key[:2] == (source, table)]:
            del self._cells[key]
