"""Which passwords are too easy to guess. Length is asked for by the field; no mixture of characters is."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

from jetway.control.fields import refused
from jetway.control.passwords import one_form

_LIST = Path(__file__).parent / "common_passwords.txt"
_ROWS = (
    "qwertzuiopasdfghjklyxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    string.ascii_lowercase,
    string.digits * 3,
)
_EDGES = string.digits + string.punctuation + " "
_MOST_REPEATED = 6
"""A piece of so many characters, over and over, is no password."""


def require_good_password(password: str, email: str, name: str) -> None:
    """Raises `InvalidInput` for one that everybody tries first: NIST SP 800-63B, 5.1.1.2."""
    plain = one_form(password).casefold()
    if plain.strip(_EDGES) in _own(email, name):
        raise refused("/password", "must not be your name or e-mail address. Choose something else")
    if _is_common(plain):
        raise refused("/password", "is one of those that are guessed first. Choose something else")


def _own(email: str, name: str) -> set[str]:
    """The person's own names, with and without what stands between their parts."""
    names = {part.casefold() for part in (email, email.partition("@")[0], name)}
    return {re.sub(pattern, "", part) for part in names for pattern in ("", r"\s", r"[\W_]")} - {""}


def _is_common(plain: str) -> bool:
    core = plain.strip(_EDGES)
    return plain in _common() or core in _common() or not core or _is_repeated(plain) or _is_run(plain)


def _is_repeated(plain: str) -> bool:
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, _MOST_REPEATED + 1))


def _is_run(plain: str) -> bool:
    """A row of keys or the alphabet, forwards or backwards."""
    return any(plain in row or plain in row[::-1] for row in _ROWS)


@cache
def _common() -> frozenset[str]:
    return frozenset(_LIST.read_text().split())
