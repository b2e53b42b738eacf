"""A HubSpot account: which properties its records have is asked for when it is connected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source

HINT = "The access token of a private app, with crm.objects.….read, and .write where people change records."


@dataclass(frozen=True, slots=True)
class Options:
    """A token, and where HubSpot is."""

    token: Secret = field(metadata=secret("Token", hint=HINT))
    address: str = field(
        default="https://api.hubapi.com", metadata=text("Address", place=Place.URL, binds=True)
    )


KIND = Kind(label="HubSpot", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """The account, once it has told its properties. Raises `BadSource`."""
    from jetway.sources.kinds.hubspot.properties import HubSpot, learn
    from jetway.sources.rest.source import as_described, opened

    return await opened(as_described(__name__, HubSpot), options, options.address, limits, learn)
