"""Codes of authenticator apps: RFC 6238 with the values that every app knows (SHA-1, 6 digits, 30 s)."""

from __future__ import annotations

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20
ISSUER = "Jetway"


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """The code of a time step.

    >>> code_at(b"12345678901234567890", 59 // STEP_S)  # RFC 6238, appendix B, the last six digits
    '287082'
    """
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 0x0F
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: bytes, code: str, now: int) -> int | None:
    """The time step that `code` is of: the present one or a neighbour, as clocks differ; else `None`."""
    steps = range(now // STEP_S - 1, now // STEP_S + 2)
    found = [step for step in steps if hmac.compare_digest(code_at(secret, step), code)]
    return found[-1] if found else None


def as_text(secret: bytes) -> str:
    """The secret as people type it."""
    return base64.b32encode(secret).decode()


def address(secret: bytes, account: str) -> str:
    """The `otpauth` address that apps read from a QR code."""
    query = urlencode({"secret": as_text(secret), "issuer": ISSUER, "digits": DIGITS, "period": STEP_S})
    return f"otpauth://totp/{quote(f'{ISSUER}:{account}')}?{query}"
