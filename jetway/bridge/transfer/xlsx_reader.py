"""XLSX as spreadsheets write it: the first sheet, a row at a time. Cells become texts as CSV has them.

No library: theirs round moments to milliseconds, which would change rows that nobody touched.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from jetway.bridge.transfer.sheet import Sheet, of_rows
from jetway.bridge.transfer.xlsx_moment import Epoch, is_moment, told
from jetway.core.errors import InvalidFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jetway.bridge.transfer.parameters import ImportRequest

PART = 64 * 1024
MAX_UNPACKED = 2 * 1024**3
MAX_TEXTS = 128 * 1024**2
"""Bytes of the texts that a book keeps apart from its sheets; they are held in memory."""

MAX_COLUMNS = 16_384
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile("[A-Z]{1,3}")


def read_xlsx(file: IO[bytes], _asked: ImportRequest) -> Sheet:
    """The first sheet of the book."""
    file.seek(0)
    try:
        book = _Book.of(zipfile.ZipFile(file))
    except (zipfile.BadZipFile, NotImplementedError, KeyError, StopIteration, ValueError):
        raise _no_book() from None
    return of_rows(book.rows(), guarded=False)


def _no_book() -> InvalidFile:
    return InvalidFile("The file is no XLSX workbook. Save it as .xlsx and send it again.")


@dataclass(frozen=True, slots=True)
class _Book:
    """What of a workbook the cells of its first sheet need. `moments`: by style, how numbers are moments."""

    archive: zipfile.ZipFile
    sheet: str
    texts: list[str]
    moments: list[str]
    epoch: Epoch

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> _Book:
        """Raises `KeyError`, `StopIteration` or `ValueError` for what is no workbook."""
        names = set(archive.namelist())
        related = {
            attributes["Id"]: attributes
            for name, attributes in _tags(archive, "xl/_rels/workbook.xml.rels")
            if name == "Relationship"
        }
        sheets = [a for name, a in _tags(archive, "xl/workbook.xml") if name == "sheet"]
        properties = [a for name, a in _tags(archive, "xl/workbook.xml") if name == "workbookPr"]
        first = related[next(value for key, value in sheets[0].items() if key.endswith(":id"))]
        late = any(found.get("date1904") in ("1", "true") for found in properties)
        path = posixpath.normpath(posixpath.join("/xl", first["Target"])).lstrip("/")
        kept = "xl/sharedStrings.xml"
        return cls(
            archive,
            path,
            list(_texts(archive, kept)) if kept in names else [],
            list(_moments(archive)) if "xl/styles.xml" in names else [],
            Epoch.of_1904 if late else Epoch.of_1900,
        )

    def rows(self) -> Iterator[tuple[int, list[str | None]]]:
        """Rows by their numbers in the sheet, from 1; cells without anything are `None`."""
        found = _Rows(self)
        yield from _parsed(self.archive, self.sheet, found.handlers(), found.taken)

    def text(self, kind: str, style: str, said: str) -> str | None:
        """The text of a cell of that kind."""
        match kind:
            case "s":
                return self.texts[int(said)]
            case "str" | "inlineStr":
                return _unescaped(said)
            case "b":
                return "true" if said.strip() == "1" else "false"
            case "d" | "e":
                return said
            case _:
                return self._number(style, said)

    def _number(self, style: str, said: str) -> str:
        place = int(style or 0)
        kind = self.moments[place] if place < len(self.moments) else ""
        try:
            number = Decimal(said)
        except InvalidOperation:
            return said
        if kind:
            return told(number, kind, self.epoch)
        return format(number, "f") if "E" in said.upper() else said


class _Rows:
    """Puts rows together while the parser meets their parts."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._done: list[tuple[int, list[str | None]]] = []
        self._row: list[str | None] = []
        self._number = 0
        self._kind = self._style = ""
        self._said: list[str] = []
        self._heard = False
        self._empty = True

    def handlers(self) -> Mapping[str, Callable[..., None]]:
        """For the parser."""
        return {
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._hear,
        }

    def taken(self) -> list[tuple[int, list[str | None]]]:
        """The rows that have come since."""
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._row = []
        elif name == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._said, self._empty = [], True
            self._fill(attributes.get("r", ""))
        elif name in ("v", "t"):
            self._heard, self._empty = True, False

    def _fill(self, place: str) -> None:
        """Cells without anything may be left out before this one."""
        letters = _LETTERS.match(place)
        if letters is None:
            return
        column = 0
        for letter in letters[0]:
            column = column * 26 + ord(letter) - 64
        if column > MAX_COLUMNS:
            raise _no_book()
        self._row += [None] * (column - 1 - len(self._row))

    def _hear(self, data: str) -> None:
        if self._heard:
            self._said.append(data)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            self._heard = False
        elif name == "row":
            self._done.append((self._number, self._row))
        elif name == "c":
            said = None if self._empty else "".join(self._said)
            try:
                cell = said and self._book.text(self._kind, self._style, said)
            except (ValueError, IndexError):
                raise _no_book() from None
            self._row.append(cell)


def _texts(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Texts that cells name by number."""
    if archive.getinfo(name).file_size > MAX_TEXTS:
        raise InvalidFile(f"The texts of the workbook have more than {MAX_TEXTS} bytes. Send CSV.")
    parts: list[str] = []
    done: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        inside.append(tag.rpartition(":")[2])
        if inside[-1] == "si":
            parts.clear()

    def end(_: str) -> None:
        if inside.pop() == "si":
            done.append(_unescaped("".join(parts)))

    def hear(data: str) -> None:
        if inside[-1:] == ["t"] and "rPh" not in inside:
            parts.append(data)

    def taken() -> list[str]:
        found = list(done)
        done.clear()
        return found

    handlers: dict[str, Callable[..., None]] = {
        "StartElementHandler": start,
        "EndElementHandler": end,
        "CharacterDataHandler": hear,
    }
    yield from _parsed(archive, name, handlers, taken)


def _moments(archive: zipfile.ZipFile) -> Iterator[str]:
    """Of each style, in order, how its numbers are moments."""
    formats: dict[str, str] = {}
    inside = False
    for name, attributes in _tags(archive, "xl/styles.xml"):
        if name == "numFmt":
            formats[attributes["numFmtId"]] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyles", "dxfs"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            yield is_moment(int(number), formats.get(number, ""))


def _tags(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element's name and attributes."""
    found: list[tuple[str, dict[str, str]]] = []

    def taken() -> list[tuple[str, dict[str, str]]]:
        done = list(found)
        found.clear()
        return done

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag.rpartition(":")[2], attributes))

    yield from islice(_parsed(archive, name, {"StartElementHandler": start}, taken), 1_000_000)


def _parsed(
    archive: zipfile.ZipFile, name: str, handlers: Mapping[str, Callable[..., None]], taken: Callable[[], Any]
) -> Iterator[Any]:
    """What `taken` has after each piece of the part of that name. A document type is refused."""
    if archive.getinfo(name).file_size > MAX_UNPACKED:
        raise InvalidFile(f"The workbook unpacks to more than {MAX_UNPACKED} bytes. Send CSV.")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    for handler, function in handlers.items():
        setattr(parser, handler, function)
    try:
        with archive.open(name) as part:
            while data := part.read(PART):
                parser.Parse(data)
                yield from taken()
        parser.Parse(b"", True)  # it is final
    except (expat.ExpatError, zipfile.BadZipFile, EOFError, RuntimeError, OSError):
        raise _no_book() from None
    yield from taken()


def _refuse(*_: object) -> None:
    raise _no_book()


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
