"""Intercom, as `intercom.toml` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source


@dataclass(frozen=True, slots=True)
class Options:
    """A token, and where the workspace is."""

    token: Secret = field(metadata=secret("Access token"))
    address: str = field(
        default="https://api.intercom.io", metadata=text("Address", place=Place.URL, binds=True)
    )


KIND = Kind(label="Intercom", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """Intercom, once it has taken the key. Raises `BadSource`."""
    from jetway.sources.rest.source import opened_as_described

    return await opened_as_described(__name__, options, limits)
