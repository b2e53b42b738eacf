"""A schema's version: a hash of all that is described, but for estimates."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.schema import Table

_ENCODER = msgspec.json.Encoder(order="deterministic")


def fingerprint(tables: Mapping[str, Table]) -> str:
    """The same text for the same tables, in every process."""
    digest = hashlib.sha256()
    for name in sorted(tables):
        digest.update(_ENCODER.encode(replace(tables[name], rows=None)))
    return digest.hexdigest()[:32]
