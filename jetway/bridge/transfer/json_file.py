"""JSON and NDJSON: rows as a list has them."""

from __future__ import annotations

import io
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from jetway.bridge.transfer.sheet import Sheet, checked
from jetway.core.errors import InvalidBody, InvalidFile
from jetway.core.export import Json
from jetway.json_body import DECODER, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from jetway.bridge.transfer.parameters import ExportRequest, ImportRequest
    from jetway.bridge.transfer.sheet import Cells
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


PART = 256 * 1024
MAX_ROW = 16 * 1024 * 1024
SPACE = " \t\r\n"


def read_ndjson(file: IO[bytes], _asked: ImportRequest) -> Sheet:
    """An object on every line."""
    file.seek(0)
    return _sheet((number, _decoded(number, line)) for number, line in enumerate(file, 1) if line.strip())


def read_json(file: IO[bytes], _asked: ImportRequest) -> Sheet:
    """An array of objects, one in memory at a time."""
    file.seek(0)
    return _sheet(enumerate(_items(io.TextIOWrapper(file, "utf-8-sig")), 1))


def _sheet(rows: Iterator[tuple[int, object]]) -> Sheet:
    """The first object names the columns; the others have the same. Of no object there are none."""
    first = next(rows, None)
    if first is None:
        return Sheet((), iter(()), textual=False)
    names = checked(first[1]) if isinstance(first[1], dict) else ()
    if not names:
        raise InvalidFile("The rows of the file are objects: the columns by name.")
    return Sheet(names, _lines(chain([first], rows), names), textual=False)


def _lines(rows: Iterator[tuple[int, object]], names: tuple[str, ...]) -> Iterator[tuple[int, Cells]]:
    known = set(names)
    for number, row in rows:
        if isinstance(row, dict) and row.keys() == known:
            yield number, [row[name] for name in names]
        else:
            yield number, f"is no object with the columns of the first: {', '.join(names)}"


def _decoded(number: int, line: bytes) -> object:
    try:
        return decode(line)
    except InvalidBody:
        raise InvalidFile(f"Line {number} is not valid JSON in UTF-8.") from None


def _items(file: io.TextIOWrapper) -> Iterator[object]:
    """The items of the array that the file is, read piece by piece."""
    text = _more(file, "").lstrip(SPACE)
    if not text.startswith("["):
        raise InvalidFile("The file is no JSON array. Send [{…}, {…}], or NDJSON as application/x-ndjson.")
    at, after = 1, ","
    while True:
        text, at = _skipped(file, text, at)
        if text[at : at + 1] == "]":
            return
        if after != ",":
            raise InvalidFile("The file is no JSON array: a comma is missing.")
        item, text, at = _item(file, text, at)
        yield item
        text, at = _skipped(file, text, at)
        after = text[at : at + 1]
        at += after == ","


def _item(file: io.TextIOWrapper, text: str, at: int) -> tuple[object, str, int]:
    """The item that begins there, and the text with the place behind it."""
    while True:
        try:
            item, end = DECODER.raw_decode(text, at)
            if end < len(text):  # else a number might go on
                return item, text, end
        except (ValueError, RecursionError):
            if len(text) - at > MAX_ROW:
                raise InvalidFile("The file is not valid JSON.") from None
        longer = _more(file, text[at:])
        if len(longer) == len(text) - at:
            raise InvalidFile("The file is not valid JSON, or ends too soon.")
        text, at = longer, 0


def _skipped(file: io.TextIOWrapper, text: str, at: int) -> tuple[str, int]:
    """Past white space; reading on where the text ends."""
    while True:
        while at < len(text) and text[at] in SPACE:
            at += 1
        if at < len(text):
            return text, at
        longer = _more(file, "")
        if not longer:
            return text, at
        text, at = longer, 0


def _more(file: io.TextIOWrapper, text: str) -> str:
    try:
        return text + file.read(PART)
    except UnicodeDecodeError:
        raise InvalidFile("The file is not UTF-8.") from None
