"""Hashing passwords, a few at a time, away from the event loop. Knows nobody whose they are."""

from __future__ import annotations

import base64
import secrets
import unicodedata

import anyio.to_thread
from anyio import CapacityLimiter
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import ARGON2_VERSION

AT_ONCE = 2
"""One hash takes 64 MiB and one core for some 50 ms."""


class Passwords:
    """Argon2id. `verify` takes the same time whether there is a hash to compare with or not."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._limiter = CapacityLimiter(AT_ONCE)
        self._nobodys = nobodys_hash(self._hasher)

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        return await anyio.to_thread.run_sync(self._hasher.hash, one_form(password), limiter=self._limiter)

    async def verify(self, password: str, password_hash: str) -> bool:
        """Whether `password` is the one; never for "", which is nobody's hash."""
        matches = await anyio.to_thread.run_sync(
            self._matches, one_form(password), password_hash or self._nobodys, limiter=self._limiter
        )
        return matches and password_hash != ""

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with less effort than one made now."""
        return self._hasher.check_needs_rehash(password_hash)

    def _matches(self, password: str, password_hash: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False


def nobodys_hash(hasher: PasswordHasher) -> str:
    """The hash of no password that anybody knows. To compare with it takes as long as with any other.

    It is made up and not computed, which would be most of what a start of control costs.
    """
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (_part(size) for size in (hasher.salt_len, hasher.hash_len))
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def _part(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).rstrip(b"=").decode()


def one_form(password: str) -> str:
    """The same letters typed on two keyboards are the same password."""
    return unicodedata.normalize("NFKC", password)
