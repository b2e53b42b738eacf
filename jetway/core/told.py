"""What of a row's values is told to whoever asks, where the source does not see to it itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from jetway.core import zones

if TYPE_CHECKING:
    from jetway.core.schema import Column, Mask

DOTS = "••••"
"""What stands for the hidden part of a masked value."""


def told(column: Column, value: object) -> object:
    """`value`, as it is of the plain column, as `column` wants it told: masked, in a zone, as exact text."""
    if value is None:
        return None
    if column.mask is not None:
        return _masked(column.mask, str(value))
    if column.zone and isinstance(value, str):
        return _in_zone(column, value)
    return str(value) if column.exact else value


def raw(column: Column) -> Column:
    """The plain column, whose values can be compared and sorted by."""
    return replace(column, mask=None, zone="", exact=False)


def _in_zone(column: Column, moment: str) -> str:
    try:
        return zones.told(datetime.fromisoformat(moment), column.zone)
    except ValueError:
        if not column.loose:
            raise
        return moment


def _masked(mask: Mask, text: str) -> str:
    return DOTS + text[-mask.keep :] if mask.keep and len(text) >= 2 * mask.keep else DOTS
