"""Reading a JSON body: within a limit, without traps. Knows no route and no field."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import msgspec

from jetway.core.errors import BodyTooLarge, InvalidBody, InvalidInput, Problem, UnsupportedMediaType

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_BYTES = 1024 * 1024

MAX_DIGITS = 1000
"""A longer number is refused: reading it takes time that grows with the square of its length."""

_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_AT = re.compile(r" - at `(?:key in )?\$(?P<path>.*)`\Z")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`\Z")
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`\Z")

_TYPES = re.compile(r"`([^`]*)`")
_OUR_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
}

T = TypeVar("T")


async def read_json(request: Request, type_: type[T], *, max_bytes: int = MAX_BYTES) -> T:
    """The body as `type_`, whose structs should forbid unknown fields.

    Raises `UnsupportedMediaType`, `BodyTooLarge`, `InvalidBody` where it is no JSON, `InvalidInput` where it
    is not the JSON that `type_` describes.
    """
    require_json(request)
    return convert(decode(await read_bytes(request, max_bytes=max_bytes)), type_)


def require_json(request: Request, wanted: str = "application/json") -> None:
    """Raises `UnsupportedMediaType` for a content type that is not `wanted` in UTF-8."""
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if media_type.strip().lower() != wanted or charset not in ("", "charset=utf-8"):
        raise UnsupportedMediaType(f"Send the body as Content-Type: {wanted}, in UTF-8.")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("Send the body without Content-Encoding.")


async def read_bytes(request: Request, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The body, never holding more than `max_bytes` and one chunk. Raises `BodyTooLarge`."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 12 or int(declared) > max_bytes):
        _too_large(max_bytes)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > max_bytes:
            _too_large(max_bytes)
        chunks.append(chunk)
    return b"".join(chunks)


def decode(body: bytes, *, exactly: bool = False) -> object:
    """The JSON of `body`: no key twice, no NaN or infinity, no half characters. Raises `InvalidBody`.

    `exactly`: a number whose digits a float or 64 bits would lose is a `Decimal`.
    """
    try:
        text = body.decode()
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_float=_exact if exactly else _finite,
            parse_int=_whole if exactly else int,
        )
        if _HALF_CHARACTER.search(text):
            json.dumps(value, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError):
        raise InvalidBody("The body is not valid JSON in UTF-8, without duplicate keys and NaN.") from None
    return value


def convert(value: object, type_: type[T]) -> T:
    """`value` as `type_`. Raises `InvalidInput` with a pointer to the first thing that does not fit."""
    try:
        return msgspec.convert(value, type_)
    except msgspec.ValidationError as error:
        problem = _problem(str(error))
        where = problem.pointer or "The body"
        raise InvalidInput(f"{where}: {problem.detail}.", problems=(problem,)) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice")
    return result


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("too large")
    return number


def _exact(text: str) -> float | Decimal:
    number = float(text)
    exact = Decimal(text)
    if len(text) > MAX_DIGITS or abs(exact.adjusted()) > MAX_DIGITS:
        raise ValueError("too long")
    return number if Decimal(repr(number)) == exact else exact


def _whole(text: str) -> int | Decimal:
    if len(text) > MAX_DIGITS:
        raise ValueError("too long")
    number = int(text)
    return number if -(2**63) <= number < 2**64 else Decimal(text)


DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite)
"""No key twice, no NaN or infinity: `ValueError`."""


def _too_large(max_bytes: int) -> NoReturn:
    raise BodyTooLarge(f"The body is larger than {max_bytes} bytes.")


def _problem(message: str) -> Problem:
    at = _AT.search(message)
    pointer = _pointer(at["path"]) if at else ""
    said = message[: at.start()] if at else message
    if unknown := _UNKNOWN.match(said):
        return Problem(f"{pointer}/{unknown['name']}", "unknown_field", "is not known here")
    if missing := _MISSING.match(said):
        return Problem(f"{pointer}/{missing['name']}", "required", "is required")
    return Problem(pointer, "invalid_input", _in_our_words(said))


def _in_our_words(message: str) -> str:
    """`Expected `str`, got `int`` as `takes text, not a whole number`."""
    if "matching regex" in message:
        return "takes text of another form"
    named = _TYPES.sub(
        lambda types: " or ".join(_OUR_WORDS.get(t, t) for t in types[1].split(" | ")), message
    )
    return named.replace("Expected ", "takes ").replace(", got ", ", not ")


def _pointer(path: str) -> str:
    """`$.a[0].b` as `/a/0/b`. The library does not name keys of free mappings: they become `-`."""
    return path.replace("[...]", "/-").replace("[", "/").replace("]", "").replace(".", "/")
