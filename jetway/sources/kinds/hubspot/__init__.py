"""A HubSpot account: which properties its records have is asked for when it is connected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.by_consent import ByConsent, asking
from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source
    from jetway.sources.rest.auth import AuthorizationCode
    from jetway.sources.rest.consent import Client

PAGE = "https://app.hubspot.com/oauth/authorize"
HINT = "The access token of a private app, with crm.objects.….read, and .write where people change records."
SCOPES_HINT = "As they are registered in the OAuth app. A token has its own."
SCOPES = " ".join(
    [
        "oauth",
        *(
            f"crm.objects.{one}.{way}"
            for one in ("contacts", "companies", "deals")
            for way in ("read", "write")
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class Options(ByConsent):
    """A token, or who asks for a person's consent; and where HubSpot is."""

    token: Secret | None = field(default=None, metadata=secret("Token", hint=HINT))
    address: str = field(
        default="https://api.hubapi.com", metadata=text("Address", place=Place.URL, binds=True)
    )
    scopes: str = field(default=SCOPES, metadata=text("Scopes", hint=SCOPES_HINT))


def _auth(options: Options) -> AuthorizationCode:
    tokens = f"{options.address.rstrip('/')}/oauth/v3/token"
    return asking(PAGE, tokens, f"{tokens}/revoke", options.scopes)


def _client(options: Options) -> Client:
    from jetway.sources.rest.consent import client_of

    return client_of(options.address, _auth(options), options)


KIND = Kind(label="HubSpot", options=Options, client=_client)


async def connect(options: Options, limits: Limits) -> Source:
    """The account, once it has told its properties. Raises `BadSource`."""
    from msgspec.structs import replace

    from jetway.sources.kinds.hubspot.properties import HubSpot, learn
    from jetway.sources.rest.source import as_described, opened

    app = as_described(__name__, HubSpot)
    if options.token is None and not options.client_id:
        raise BadSource("HubSpot needs a token, or a client id with which somebody connects it.")
    described = app if options.token is not None else replace(app, auth=_auth(options))
    return await opened(described, options, options.address, limits, learn)
