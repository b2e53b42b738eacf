"""The version of a row: a short text that is another whenever something in the row is."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jetway.core.query import Row


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def version_of(row: Row) -> str:
    """Of a row with all columns that somebody sees, in the table's order, as it is sent to them."""
    return hashlib.sha256(_text(row).encode(errors="surrogatepass")).hexdigest()[:32]
