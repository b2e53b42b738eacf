"""A schema's version: a hash of all that is described, but for estimates."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.schema import Table


def fingerprint(tables: Mapping[str, Table]) -> str:
    """The same text for the same tables, in every process."""
    digest = hashlib.sha256()
    for name in sorted(tables):
        digest.update(repr(_plain(tables[name])).encode())
    return digest.hexdigest()[:32]


def _plain(value: object) -> object:
    """`value` as tuples; sets, whose order differs from process to process, sorted."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if is_dataclass(value):
        return tuple(_plain(getattr(value, item.name)) for item in fields(value) if item.name != "rows")
    return value
