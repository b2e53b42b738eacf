"""Codes that people type once. Letters that are not mistaken for others, in groups of four."""

from __future__ import annotations

import secrets

from jetway.core.token import digest

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so no words; no digits, so none that look like letters (RFC 8628, section 6.1)."""

ENROLMENT_LETTERS = 8
SETUP_LETTERS = 16

_IGNORED = str.maketrans("", "", " -\t\n\r")


def new_code(letters: int) -> str:
    """`ABCD-EFGH`, as long as asked."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(letters))
    return "-".join(code[at : at + 4] for at in range(0, letters, 4))


def code_digest(typed: str) -> str:
    """What is kept of a code: the same however it was typed."""
    return digest(typed.translate(_IGNORED).upper())
