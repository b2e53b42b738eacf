"""XLSX, a sheet's XML written straight into a zip stream: nothing but the row at hand is in memory.

Text is stored as text, so no cell is a formula. ECMA-376 part 1; limits: https://support.microsoft.com,
"Excel specifications and limits".
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from jetway.bridge.transfer import xlsx_parts as parts
from jetway.core.export import Json
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from jetway.bridge.transfer.parameters import ExportRequest
    from jetway.core.export import Cell
    from jetway.core.schema import Column

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_576
MAX_SHEET_BYTES = 1_900_000_000
"""Beyond, the zip entry would need a form that not every program reads."""

MAX_TEXT = 32_767
MAX_DIGITS = 15
CUT = " […cut: {} characters]"
"""Behind a text that does not fit; an import refuses it."""

LEVEL = 1
"""Of compression: the higher ones take several times as long for a tenth."""

_FIRST = date(1900, 3, 1)
"""Before it, spreadsheets disagree about the number of a day."""

_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet's moments have no zone
_DAY_US = 86_400_000_000
_ODD = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_decode = msgspec.json.Decoder().decode


class XlsxWriter:
    """As many sheets as the rows need."""

    busy: ClassVar[bool] = True

    def __init__(self, asked: ExportRequest, cells: Sequence[Cell]) -> None:
        self.form = Json()
        self._title = asked.query.table
        self._names = [cell.name for cell in cells]
        self._columns = [(cell.path, encoder(cell.column)) for cell in cells]
        self._out = _Outgoing()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self._sheets = 0
        self._sheet: IO[bytes]
        self._rows = 0
        self._bytes = 0

    def head(self) -> bytes:
        """The first sheet's beginning."""
        self._begin()
        return self._out.taken()

    def rows(self, lines: Sequence[bytes]) -> bytes:
        """Rows, on the next sheet where this one is full."""
        free = MAX_ROWS - self._rows
        self._write(lines[:free])
        if len(lines) > free or self._bytes > MAX_SHEET_BYTES:
            self._end()
            self._begin()
            self._write(lines[free:])
        return self._out.taken()

    def tail(self) -> bytes:
        """The last sheet's end, and the parts that name the sheets."""
        self._end()
        for name, text in parts.around(self._title, self._sheets):
            self._zip.writestr(name, text)
        self._zip.close()
        return self._out.taken()

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet = self._zip.open(f"xl/worksheets/sheet{self._sheets}.xml", "w")
        head = "".join([_text(name, parts.BOLD) for name in self._names])
        self._sheet.write(f"{parts.SHEET_HEAD}<row>{head}</row>".encode())
        self._rows, self._bytes = 1, 0

    def _end(self) -> None:
        self._sheet.write(parts.SHEET_TAIL.encode())
        self._sheet.close()

    def _write(self, lines: Sequence[bytes]) -> None:
        made = "".join([self._row(_decode(line)) for line in lines]).encode()
        self._sheet.write(made)
        self._rows += len(lines)
        self._bytes += len(made)

    def _row(self, row: dict[str, Any]) -> str:
        found = [encode(_at(row, path)) for path, encode in self._columns]
        return f"<row>{''.join(found)}</row>"


def encoder(column: Column) -> Callable[[Any], str]:
    """From a value of the column to the XML of its cell."""
    match column.type:
        case Type.INTEGER:
            return _integer
        case Type.DECIMAL:
            return _decimal if column.scale is not None else _decimal_of_any_scale
        case Type.FLOAT:
            return _number
        case Type.BOOLEAN:
            return _boolean
        case Type.DATE:
            return _date
        case Type.TIME:
            return _time
        case Type.TIMESTAMP | Type.TIMESTAMPTZ:
            return _moment
        case Type.JSON | Type.ARRAY | Type.GEOMETRY:
            return _document
        case _:
            return _text


def _at(row: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401  # JSON
    for name in path:
        if row is None:
            return None
        row = row[name]
    return row


def _text(value: object, style: int = parts.TEXT) -> str:
    if value is None:
        return "<c/>"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    if len(text) > MAX_TEXT:
        mark = CUT.format(len(text))
        text = text[: MAX_TEXT - len(mark)] + mark
    if _ODD.search(text):
        text = _ODD.sub(_escaped, text)
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'


def _document(value: object) -> str:
    return _text(None if value is None else msgspec.json.encode(value).decode())


def _escaped(found: re.Match[str]) -> str:
    """XML's own, and for what XML cannot hold the form that spreadsheets have: `_x0001_`."""
    text = found[0]
    return _ESCAPES.get(text) or (f"_x{ord(text):04X}_" if len(text) == 1 else f"_x005F{text}")


def _number(value: object) -> str:
    """A number as JSON has it; a source may tell another value of the column as text."""
    return f"<c><v>{value}</v></c>" if isinstance(value, int | float) else _text(value)


def _integer(value: object) -> str:
    fits = isinstance(value, int | float) and abs(value) < 10**MAX_DIGITS
    return _number(value if fits or value is None else str(value))


def _decimal(value: object) -> str:
    fits = isinstance(value, str) and len(value.lstrip("-0.").replace(".", "")) <= MAX_DIGITS
    return f"<c><v>{value}</v></c>" if fits and _is_number(value) else _text(value)


def _decimal_of_any_scale(value: object) -> str:
    """Zeros at the end are part of the value, and a number has none."""
    said = str(value)
    return _text(value) if "." in said and said.endswith("0") else _decimal(value)


def _is_number(text: object) -> bool:
    return str(text).replace(".", "", 1).removeprefix("-").isdecimal() and str(text).isascii()


def _boolean(value: object) -> str:
    return f'<c t="b"><v>{value:d}</v></c>' if isinstance(value, bool) else _text(value)


def _date(value: object) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return _text(value)
    if day < _FIRST:
        return _text(value)
    return f'<c s="{parts.DATE}"><v>{(day - _ZERO.date()).days}</v></c>'


def _time(value: object) -> str:
    try:
        at = time.fromisoformat(str(value))
    except ValueError:
        return _text(value)
    since = timedelta(0, at.hour * 3600 + at.minute * 60 + at.second, at.microsecond)
    return f'<c s="{parts.TIME}"><v>{_days(since)}</v></c>'


def _moment(value: object) -> str:
    """As a clock of its zone shows it: a sheet knows no zones."""
    try:
        moment = datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError:
        return _text(value)
    if moment.date() < _FIRST:
        return _text(value)
    return f'<c s="{parts.MOMENT}"><v>{_days(moment - _ZERO)}</v></c>'


def _days(span: timedelta) -> str:
    """In days, with so many digits that every microsecond is told."""
    part = (span.seconds * 1_000_000 + span.microseconds) * 10**15 // _DAY_US
    return f"{span.days}.{part:015d}" if part else str(span.days)


class _Outgoing(io.RawIOBase):
    """What the zip has written since it was last taken."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        """It is; and as it cannot seek, sizes are written behind each part."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401  # any buffer
        """Keep it until it is taken."""
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """All of it."""
        written, self._written = self._written, []
        return b"".join(written)
