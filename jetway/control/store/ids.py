"""Identifiers: they sort as they were made, and cannot be guessed from one another."""

from __future__ import annotations

import re
import secrets
import time

_FORM = re.compile(r"[0-9a-f]{24}\Z")
_MILLISECOND_NS = 1_000_000


def new_id() -> str:
    """24 hexadecimal digits: the milliseconds since 1970, then 48 random bits.

    Times are kept in seconds: of two projects that a script makes in one second, the id tells the older.
    """
    return f"{time.time_ns() // _MILLISECOND_NS:012x}{secrets.token_hex(6)}"


def is_id(text: str) -> bool:
    """Whether `text` could be an id. Asked of whatever a request calls one, before the database is."""
    return _FORM.match(text) is not None
