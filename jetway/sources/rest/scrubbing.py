"""Taking secrets out of what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """`text` without any of the secrets, whichever way it is written."""
    written = {form for one in secrets if one for form in _written(one)}
    for form in sorted(written, key=len, reverse=True):
        text = text.replace(form, "***")
    return text


def _written(secret: str) -> tuple[str, ...]:
    """A secret as it is, in JSON, and in an address."""
    return secret, msgspec.json.encode(secret).decode()[1:-1], quote(secret, safe=""), quote_plus(secret)
