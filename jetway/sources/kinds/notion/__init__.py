"""The databases at Notion that are shared with an integration: found by asking when it is connected."""

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

HINT = "Of an internal integration that your databases are shared with."


@dataclass(frozen=True, slots=True)
class Options(ByConsent):
    """A token, or who asks for a person's consent; and where Notion is."""

    token: Secret | None = field(default=None, metadata=secret("Token", hint=HINT))
    address: str = field(
        default="https://api.notion.com", metadata=text("Address", place=Place.URL, binds=True)
    )


def _auth(options: Options, headers: dict[str, str]) -> AuthorizationCode:
    """Notion knows no scopes and no PKCE: https://developers.notion.com/docs/authorization."""
    from msgspec.structs import replace

    at = f"{options.address.rstrip('/')}/v1/oauth"
    asked = asking(f"{at}/authorize", f"{at}/token", f"{at}/revoke", "", owner="user")
    return replace(asked, pkce=False, basic=True, body="json", headers=headers)


def _client(options: Options) -> Client:
    from jetway.sources.kinds.notion.databases import Notion
    from jetway.sources.rest.consent import client_of
    from jetway.sources.rest.source import as_described

    headers = as_described(__name__, Notion).headers
    return client_of(options.address, _auth(options, headers), options)


KIND = Kind(label="Notion", options=Options, client=_client)


async def connect(options: Options, limits: Limits) -> Source:
    """The databases, once Notion has told them. Raises `BadSource`."""
    from msgspec.structs import replace

    from jetway.sources.kinds.notion.databases import Notion, learn
    from jetway.sources.rest.source import as_described, opened

    app = as_described(__name__, Notion)
    if options.token is None and not options.client_id:
        raise BadSource("Notion needs a token, or a client id with which somebody connects it.")
    described = app if options.token is not None else replace(app, auth=_auth(options, app.headers))
    return await opened(described, options, options.address, limits, learn)
