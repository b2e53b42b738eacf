"""The form of a JSON document, read part by part; whatever does not fit is refused with a pointer to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from jetway.core.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}\Z")


def members(value: object, at: str, known: AbstractSet[str]) -> Mapping[str, object]:
    """An object with no other names than those `known`."""
    body = mapping(value, at)
    for name in body:
        if name not in known:
            refuse(f"{at}/{escape(name)}", "is not known here")
    return body


def mapping(value: object, at: str) -> Mapping[str, object]:
    """An object."""
    if not isinstance(value, Mapping):
        refuse(at, "takes an object")
    return value


def name(value: object, at: str) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value:
        refuse(at, "takes a name")
    return value


def id_of(text: str, at: str) -> str:
    """An id that can stand in an address."""
    if not _ID.match(text):
        refuse(at, "an id takes a-z, 0-9, _ and -, and begins with a letter")
    return text


def flag(value: object, at: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        refuse(at, "takes true or false")
    return value


def escape(name: str) -> str:
    """A part of a JSON pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def pointed(document: object, pointer: str) -> object:
    """What of a document a JSON pointer leads to, which must be there.

    >>> pointed({"and": [1, {"a/b": 2}]}, "/and/1/a~1b")
    2
    """
    for part in pointer.split("/")[1:]:
        if isinstance(document, list):
            document = document[int(part)]
        else:
            document = mapping(document, pointer)[part.replace("~1", "/").replace("~0", "~")]
    return document


def refuse(pointer: str, detail: str) -> NoReturn:
    """Raises `InvalidInput`."""
    raise InvalidInput(
        f"{pointer or 'The policy'}: {detail}.", problems=(Problem(pointer, "invalid_input", detail),)
    )
