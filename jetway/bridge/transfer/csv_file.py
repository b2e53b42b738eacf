"""CSV as RFC 4180 has it. Text stands in quotes, which tells an empty text from NULL: that is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from jetway.core.export import Csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.transfer.parameters import ExportRequest
    from jetway.core.export import Cell

LINE_END = b"\r\n"
BOM = b"\xef\xbb\xbf"


class CsvWriter:
    """The lines come from the source as they are to be."""

    busy: ClassVar[bool] = False

    def __init__(self, asked: ExportRequest, cells: Sequence[Cell]) -> None:
        self.form = Csv(asked.delimiter, asked.guarded)
        self._bom = BOM if asked.bom else b""
        self._names = [cell.name for cell in cells]

    def head(self) -> bytes:
        """The names of the columns."""
        names = [name.replace('"', '""') for name in self._names]
        return self._bom + self.form.delimiter.join(f'"{name}"' for name in names).encode() + LINE_END

    def rows(self, lines: Sequence[bytes]) -> bytes:
        """Lines with their ends."""
        return LINE_END.join(lines) + LINE_END

    def tail(self) -> bytes:
        """Nothing."""
        return b""
