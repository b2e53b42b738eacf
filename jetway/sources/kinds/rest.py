"""Any app with an HTTP API, by a description of one's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import consent, long_text, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source
    from jetway.sources.rest.consent import Client, KeptConsent

FILE_HINT = "The content of a connector file, in TOML."


def _destination(description: str) -> object:
    from jetway.sources.rest.credentials import destination

    return destination(description)


@dataclass(frozen=True, slots=True)
class Options:
    """A connector file. The secrets are bound to what it says of where they go, and how."""

    description: str = field(
        metadata=long_text("Description", hint=FILE_HINT, binds=True, bound=_destination)
    )
    key: Secret | None = field(default=None, metadata=secret("Key, token or password"))
    user: str = field(default="", metadata=text("User"))
    client_id: str = field(default="", metadata=text("Client id", hint="Of OAuth 2."))
    client_secret: Secret | None = field(default=None, metadata=secret("Client secret", hint="Of OAuth 2."))
    consent: Secret | KeptConsent | None = field(default=None, metadata=consent("Consent"))


def _client(options: Options) -> Client:
    from jetway.sources.rest.consent import described_client

    return described_client(options.description, options)


KIND = Kind(label="REST API", options=Options, client=_client)


async def connect(options: Options, limits: Limits) -> Source:
    """The app, once it has answered. Raises `BadSource`."""
    from jetway.sources.rest.loading import load
    from jetway.sources.rest.source import opened

    connector = load(options.description)
    return await opened(connector, options, connector.address, limits)
