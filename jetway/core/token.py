"""The form of Jetway's tokens: a prefix, 256 random bits and a checksum. Knows nobody's rights.

The checksum lets junk be refused without asking anybody, and lets secret scanners find leaks.
"""

from __future__ import annotations

import hashlib
import secrets
import zlib
from typing import Literal, TypeAlias

Prefix: TypeAlias = Literal["jut_", "jat_", "jpt_"]
"""User Token, API token, Project Token."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BODY_LENGTH = 43
CHECKSUM_LENGTH = 6
LENGTH = 4 + BODY_LENGTH + CHECKSUM_LENGTH


def mint(prefix: Prefix) -> str:
    """A new token: 53 characters, prefix included."""
    body = _base62(secrets.randbits(256), BODY_LENGTH)
    return prefix + body + _checksum(prefix + body)


def well_formed(token: str, *prefixes: Prefix) -> bool:
    """Whether `token` has one of `prefixes`, the right length and a right checksum."""
    if len(token) != LENGTH or not token.isascii() or not token.startswith(prefixes):
        return False
    return token[-CHECKSUM_LENGTH:] == _checksum(token[:-CHECKSUM_LENGTH])


def digest(token: str) -> str:
    """SHA-256 in hex: the only form in which a token is kept or sent on."""
    return hashlib.sha256(token.encode()).hexdigest()


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, remainder = divmod(number, 62)
        digits.append(ALPHABET[remainder])
    return "".join(reversed(digits))
