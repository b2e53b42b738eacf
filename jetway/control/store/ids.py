"""Identifiers: opaque, so that nothing can be read from one or guessed from another."""

from __future__ import annotations

import re
import secrets

_FORM = re.compile(r"[0-9a-f]{24}\Z")


def new_id() -> str:
    """24 hexadecimal digits."""
    return secrets.token_hex(12)


def is_id(text: str) -> bool:
    """Whether `text` could be an id. Asked of whatever a request calls one, before the database is."""
    return _FORM.match(text) is not None
