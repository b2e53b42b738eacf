"""Which formats of files there are. To add one: a module with a writer and a reader, and its line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeAlias

from jetway.bridge.transfer import csv_file, json_file, xlsx_file, xlsx_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import IO

    from jetway.bridge.transfer.parameters import ExportRequest, ImportRequest
    from jetway.bridge.transfer.sheet import Sheet
    from jetway.core.export import Cell, Form


class Writer(Protocol):
    """Makes one file, from lines that the source built. `busy`: `rows` is work for a thread."""

    busy: ClassVar[bool]

    @property
    def form(self) -> Form:
        """How it wants the lines."""
        ...

    def head(self) -> bytes:
        """What stands before the first row."""
        ...

    def rows(self, lines: Sequence[bytes]) -> bytes:
        """The next rows."""
        ...

    def tail(self) -> bytes:
        """What stands behind the last row."""
        ...


Reader: TypeAlias = "Callable[[IO[bytes], ImportRequest], Sheet]"
"""Opens a file to import. It and the lines that it yields raise `InvalidFile`, and run in a thread."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format, by the name that `_format` takes, which is the ending of the file's name too."""

    media_type: str
    writer: Callable[[ExportRequest, Sequence[Cell]], Writer]
    reader: Reader
    flat: bool = True
    """Whether a row is a row of cells, which leaves no place for relations to many."""


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", csv_file.CsvWriter, csv_file.read_csv),
    "xlsx": Format(xlsx_file.MEDIA_TYPE, xlsx_file.XlsxWriter, xlsx_reader.read_xlsx),
    "json": Format("application/json", json_file.JsonWriter, json_file.read_json, flat=False),
    "ndjson": Format("application/x-ndjson", json_file.NdjsonWriter, json_file.read_ndjson, flat=False),
}

READERS: Mapping[str, Reader] = {
    found.media_type.partition(";")[0]: found.reader for found in FORMATS.values()
}
"""By the media type that a file is sent with."""
