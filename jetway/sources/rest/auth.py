"""The ways in which apps know who asks, as a description says them. Secrets are named, as options."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec


class Proof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A way, in which nothing unknown may stand."""


class NoProof(Proof, frozen=True, kw_only=True, tag_field="kind", tag="none"):
    """The app answers everybody."""


class ApiKey(Proof, frozen=True, kw_only=True, tag_field="kind", tag="api_key"):
    """A key that goes with each request, behind `prefix`."""

    secret: str
    name: str
    place: Literal["header", "query"] = "header"
    prefix: str = ""


class Bearer(Proof, frozen=True, kw_only=True, tag_field="kind", tag="bearer"):
    """A token that goes with each request."""

    secret: str


class Basic(Proof, frozen=True, kw_only=True, tag_field="kind", tag="basic"):
    """A login of two options, the second of which may be empty."""

    user: str
    password: str = ""


class ClientCredentials(Proof, frozen=True, kw_only=True, tag_field="kind", tag="client_credentials"):
    """OAuth 2 without a person: RFC 6749, section 4.4."""

    token_url: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ()


class RefreshToken(Proof, frozen=True, kw_only=True, tag_field="kind", tag="refresh_token"):
    """OAuth 2 with a person who agreed before: RFC 6749, section 6."""

    token_url: str
    client_id: str
    client_secret: str
    refresh_token: str


class AuthorizationCode(Proof, frozen=True, kw_only=True, tag_field="kind", tag="authorization_code"):
    """OAuth 2 with a person who agrees in the browser: RFC 6749, section 4.1, with PKCE (RFC 7636).

    `client_secret` may be empty, of a public client; with `basic` it goes in a header, with the id. `params`:
    what else the provider's page takes. `issuer`: what the provider calls itself in its answer (RFC 9207).
    `body`, `headers`: what is said to `token_url` and `revoke_url` (RFC 7009), and what goes along.
    """

    authorize_url: str
    token_url: str
    revoke_url: str = ""
    client_id: str
    client_secret: str = ""
    consent: str
    scopes: tuple[str, ...] = ()
    params: dict[str, str] = {}
    pkce: bool = True
    basic: bool = False
    body: Literal["form", "json"] = "form"
    headers: dict[str, str] = {}
    issuer: str = ""


class ServiceAccount(Proof, frozen=True, kw_only=True, tag_field="kind", tag="service_account"):
    """OAuth 2 by a signed claim: RFC 7523. `secret`: a key file in JSON, `client_email` and `private_key`."""

    token_url: str
    secret: str
    scopes: tuple[str, ...] = ()


Tokens: TypeAlias = ClientCredentials | RefreshToken | AuthorizationCode | ServiceAccount
"""The ways that begin with asking for a token."""

Auth: TypeAlias = NoProof | ApiKey | Bearer | Basic | Tokens


def addresses(auth: Auth) -> tuple[str, ...]:
    """The addresses, beside the app's own, that a way leads to."""
    ways = ("authorize_url", "token_url", "revoke_url")
    return tuple(where for name in ways if (where := getattr(auth, name, "")))
