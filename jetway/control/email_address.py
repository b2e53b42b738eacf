"""E-mail addresses: which are one, and when two are the same."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 254

_FORM = re.compile(
    r"[^\s@\x00-\x1f\x7f,;:<>()\[\]\"\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}\Z"
)


def email_key(address: str) -> str | None:
    """The form in which two addresses are compared; `None` for what is no address.

    The domain is ASCII, as mail servers know it, so that no look-alike of it passes.
    """
    if len(address) > MAX_LENGTH:
        return None
    domain = address.rpartition("@")[2]
    key = unicodedata.normalize("NFKC", address).casefold()
    return key if domain.isascii() and _FORM.match(key) else None
