"""The form that brings a file: read as it arrives, and never held whole."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from jetway.core.errors import BodyTooLarge, InvalidBody, UnsupportedMediaType

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from python_multipart.multipart import MultipartCallbacks
    from starlette.requests import Request

FIELDS = ("table", "column")
FILE = "file"
LONGEST_FIELD = 1000
AROUND = 16 * 1024
"""What a form may hold besides the file: its fields, and what stands around all of them."""

_ORDER = "Send a form with table, column and one file, in this order."


@dataclass(frozen=True, slots=True)
class Part:
    """The beginning of a part. `filename`: `None` for a field."""

    name: str
    filename: str | None


class Form:
    """One form. Ask for the `fields` first, then for the `chunks` of the file."""

    def __init__(self, request: Request, most_bytes: int) -> None:
        """`most_bytes`: of the file. Raises `UnsupportedMediaType`, `InvalidBody`, `BodyTooLarge`."""
        self._most_bytes = most_bytes
        self._stream = request.stream()
        self._found: deque[Part | bytes] = deque()
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._ended = False
        self._size = 0
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and (len(declared) > 15 or int(declared) > most_bytes + AROUND):
            raise too_large(most_bytes)
        self._parser = _parser(request, self._callbacks())

    async def fields(self) -> tuple[str, str, str]:
        """The table, the column, and what the file is called. Raises `InvalidBody`."""
        said: dict[str, bytes] = {}
        name = ""
        while (one := await self._next()) is not None:
            if isinstance(one, bytes):
                said[name] += one
            elif one.filename is not None and one.name == FILE and tuple(said) == FIELDS:
                table, column = map(_text, said.values())
                return table, column, one.filename
            elif one.filename is None and one.name in FIELDS and one.name not in said:
                name = one.name
                said[name] = b""
            else:
                break
            if name and len(said[name]) > LONGEST_FIELD:
                break
        raise InvalidBody(_ORDER)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes of the file. Raises `InvalidBody` for a form that is cut off, or goes on."""
        while (one := await self._next()) is not None:
            if isinstance(one, Part):
                raise InvalidBody(_ORDER)
            yield one

    async def _next(self) -> Part | bytes | None:
        while not self._found:
            chunk = await anext(self._stream, None)
            if chunk is None:
                if not self._ended:
                    raise InvalidBody("The form ends in the middle. Send it again.")
                return None
            self._take(chunk)
        return self._found.popleft()

    def _take(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > self._most_bytes + AROUND:
            raise too_large(self._most_bytes)
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise InvalidBody(f"The body is no form. {_ORDER}") from None

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": self._header_named,
            "on_header_value": self._header_said,
            "on_header_end": self._header_ended,
            "on_headers_finished": self._part_began,
            "on_part_data": lambda data, start, end: self._found.append(data[start:end]),
            "on_end": self._end,
        }

    def _header_named(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_said(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ended(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _part_began(self) -> None:
        _, said = parse_options_header(self._headers.get(b"content-disposition", b""))
        filename = said.get(b"filename")
        name = said.get(b"name", b"").decode(errors="replace")
        self._found.append(Part(name, None if filename is None else filename.decode(errors="replace")))

    def _end(self) -> None:
        self._ended = True


def too_large(most_bytes: int) -> BodyTooLarge:
    """The refusal of a file that is larger."""
    return BodyTooLarge(f"The file is larger than {most_bytes} bytes, which is the most that is taken here.")


def _parser(request: Request, callbacks: MultipartCallbacks) -> MultipartParser:
    said, options = parse_options_header(request.headers.get("content-type"))
    if said != b"multipart/form-data":
        raise UnsupportedMediaType(f"{_ORDER} Its Content-Type is multipart/form-data.")
    try:
        return MultipartParser(options[b"boundary"], callbacks)
    except (KeyError, FormParserError):
        raise InvalidBody(
            "The Content-Type names no boundary of the form's parts, or too long a one."
        ) from None


def _text(field: bytes) -> str:
    try:
        return field.decode()
    except UnicodeDecodeError:
        raise InvalidBody("The form is not in UTF-8.") from None
