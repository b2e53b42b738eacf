"""SendGrid, as `sendgrid.toml` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source

HINT = "With access to suppressions, unsubscribe groups, marketing and template engine."


@dataclass(frozen=True, slots=True)
class Options:
    """A key, and where SendGrid is."""

    key: Secret = field(metadata=secret("API key", hint=HINT))
    address: str = field(
        default="https://api.sendgrid.com", metadata=text("Address", place=Place.URL, binds=True)
    )


KIND = Kind(label="SendGrid", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """SendGrid, once it has taken the key. Raises `BadSource`."""
    from jetway.sources.rest.source import opened_as_described

    return await opened_as_described(__name__, options, limits)
