"""Fields of control's request bodies, and what may stand in them."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from msgspec import Meta

from jetway.core.errors import InvalidInput, Problem

_PRINTABLE = r"^[^\x00-\x1f\x7f]*\Z"

Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200, pattern=_PRINTABLE)]
NameOrNone: TypeAlias = Annotated[str, Meta(max_length=200, pattern=_PRINTABLE)]
Url: TypeAlias = Annotated[str, Meta(max_length=2000, pattern=r"^[^\s\x00-\x1f\x7f]*\Z")]
Engine: TypeAlias = Annotated[str, Meta(max_length=64, pattern=_PRINTABLE)]
Code: TypeAlias = Annotated[str, Meta(min_length=1, max_length=40)]
Id: TypeAlias = Annotated[str, Meta(max_length=64)]
Sha256: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Secret: TypeAlias = Annotated[str, Meta(min_length=1, max_length=256)]
NewPassword: TypeAlias = Annotated[str, Meta(min_length=12, max_length=1000)]
Password: TypeAlias = Annotated[str, Meta(max_length=1024)]


_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
"""It stands in the page's content security policy: nothing that could end or extend a directive."""


def refused(pointer: str, detail: str) -> InvalidInput:
    """The refusal of one field."""
    problem = Problem(pointer, "invalid_input", detail)
    return InvalidInput(f"{pointer}: {detail}.", problems=(problem,))


def require_web_address(pointer: str, url: str) -> None:
    """Raises `InvalidInput` for another scheme, a login in the address, and anything after the path."""
    if not url:
        return
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "") is not None
        good = good and "@" not in parts.netloc
        good = good and (parts.port is None or parts.port > 0) and not parts.query and not parts.fragment
    except ValueError:
        good = False
    if not good:
        raise refused(pointer, "takes an address as https://host, or nothing")
