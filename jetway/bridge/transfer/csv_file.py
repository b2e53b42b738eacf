"""CSV as RFC 4180 has it. Text stands in quotes, which tells an empty text from NULL: that is nothing."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import count, islice
from typing import TYPE_CHECKING, ClassVar

from jetway.bridge.transfer.formulas import guarded
from jetway.bridge.transfer.sheet import Sheet, of_rows
from jetway.core.errors import InvalidFile
from jetway.core.export import Csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from jetway.bridge.transfer.parameters import ExportRequest, ImportRequest
    from jetway.core.export import Cell

LINE_END = b"\r\n"
SAMPLE = 64 * 1024
RECORDS = 20
"""By so many the delimiter is found."""

MAX_CELL = 16 * 1024 * 1024
BOM = b"\xef\xbb\xbf"
_CODECS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "windows-1252": "windows-1252"}


class CsvWriter:
    """The lines come from the source as they are to be."""

    busy: ClassVar[bool] = False

    def __init__(self, asked: ExportRequest, cells: Sequence[Cell]) -> None:
        self.form = Csv(asked.delimiter, asked.guarded)
        self._bom = BOM if asked.bom else b""
        self._names = [guarded(cell.name) if asked.guarded else cell.name for cell in cells]

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


def read_csv(file: IO[bytes], asked: ImportRequest) -> Sheet:
    """A file of CSV, as it comes: encoding and delimiter are found where they were not said."""
    encoding = asked.encoding or _encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, _CODECS[encoding], newline="")
    try:
        delimiter = asked.delimiter or _delimiter(text.read(SAMPLE))
    except UnicodeError:
        raise InvalidFile(f"The file is not {encoding}. Say another encoding, or none.") from None
    text.seek(0)
    return of_rows(_records(text, delimiter), guarded=asked.guarded)


def _encoding(file: IO[bytes]) -> str:
    """By its mark; else UTF-8 where all of it is, and what Windows writes in western Europe where not."""
    file.seek(0)
    start = file.read(2)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)
        while part := file.read(SAMPLE):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _delimiter(sample: str) -> str:
    """The one that cuts the first records into most columns, as many in each."""
    best, most = ",", 1
    for delimiter in (",", ";", "\t", "|"):
        try:
            found = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), RECORDS))
        except csv.Error:
            continue
        whole = found[:-1] if len(found) > 1 and len(found) < RECORDS and len(sample) == SAMPLE else found
        widths = {len(record) for record in whole if record}
        if len(widths) == 1 and max(widths) > most:
            best, most = delimiter, max(widths)
    return best


def _records(text: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str | None]]]:
    """Records by number, from 1. A cell without anything is `None`; one with quotes alone is empty."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in text:
            taken.append(line)
            yield line

    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    for number in count(1):
        try:
            record = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeError):
            raise InvalidFile(
                f"Line {reader.line_num + 1} of the file is no CSV: a quote or a character is wrong."
            ) from None
        yield number, _with_nulls(record or [""], "".join(taken), delimiter)
        taken.clear()


def _with_nulls(record: list[str], raw: str, delimiter: str) -> list[str | None]:
    if "" not in record:
        return list(record)
    if '""' not in raw:
        return [cell or None for cell in record]
    found = _FIELDS[delimiter].findall(raw.rstrip("\r\n"))
    return [cell if cell or field else None for cell, field in zip(record, found, strict=False)]


_FIELDS = {
    delimiter: re.compile(rf'("(?:[^"]|"")*"|[^{re.escape(delimiter)}]*)(?:{re.escape(delimiter)}|\Z)')
    for delimiter in (",", ";", "\t", "|")
}
