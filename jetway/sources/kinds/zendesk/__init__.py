"""Zendesk, as `zendesk.toml` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source

HINT = "As https://example.zendesk.com"


@dataclass(frozen=True, slots=True)
class Options:
    """Who asks, with what token, and where the account is."""

    address: str = field(metadata=text("Address", hint=HINT, place=Place.URL, binds=True))
    email: str = field(metadata=text("E-mail address", hint="Of the agent that the token is for."))
    token: Secret = field(metadata=secret("API token"))

    @property
    def login(self) -> str:
        """The user, as Zendesk wants it beside a token."""
        return f"{self.email}/token"


KIND = Kind(label="Zendesk", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """Zendesk, once it has taken the key. Raises `BadSource`."""
    from jetway.sources.rest.source import opened_as_described

    return await opened_as_described(__name__, options, limits)
