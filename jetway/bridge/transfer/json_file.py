"""JSON and NDJSON: rows as a list has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from jetway.core.export import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.transfer.parameters import ExportRequest
    from jetway.core.export import Cell


class NdjsonWriter:
    """An object on every line."""

    busy: ClassVar[bool] = False

    def __init__(self, _asked: ExportRequest, _cells: Sequence[Cell]) -> None:
        self.form = Json()

    def head(self) -> bytes:
        """Nothing."""
        return b""

    def rows(self, lines: Sequence[bytes]) -> bytes:
        """Lines with their ends."""
        return b"\n".join(lines) + b"\n"

    def tail(self) -> bytes:
        """Nothing."""
        return b""


class JsonWriter:
    """An array with an object on every line."""

    busy: ClassVar[bool] = False

    def __init__(self, _asked: ExportRequest, _cells: Sequence[Cell]) -> None:
        self.form = Json()
        self._between = b"\n"

    def head(self) -> bytes:
        """The bracket."""
        return b"["

    def rows(self, lines: Sequence[bytes]) -> bytes:
        """Objects with commas between."""
        between, self._between = self._between, b",\n"
        return between + b",\n".join(lines)

    def tail(self) -> bytes:
        """The other bracket."""
        return b"\n]\n"
