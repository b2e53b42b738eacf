"""The options of an app that takes a person's consent in place of a key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.options import consent, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources.rest.auth import AuthorizationCode
    from jetway.sources.rest.consent import KeptConsent

HINT = "Of an OAuth app, where a person agrees in place of a key or token."


@dataclass(frozen=True, slots=True, kw_only=True)
class ByConsent:
    """The client that asks, and what a person has agreed to."""

    client_id: str = field(default="", metadata=text("Client id", hint=HINT))
    client_secret: Secret | None = field(default=None, metadata=secret("Client secret"))
    consent: Secret | KeptConsent | None = field(default=None, metadata=consent("Consent"))


def asking(page: str, tokens: str, revoke: str, scopes: str, **params: str) -> AuthorizationCode:
    """The way of such an app: the provider's page, where it gives and withdraws tokens, and for what."""
    from jetway.sources.rest.auth import AuthorizationCode

    return AuthorizationCode(
        authorize_url=page,
        token_url=tokens,
        revoke_url=revoke,
        client_id="client_id",
        client_secret="client_secret",  # noqa: S106 - a name
        consent="consent",
        scopes=tuple(scopes.split()),
        params=params,
    )
