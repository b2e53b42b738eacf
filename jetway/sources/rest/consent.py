"""OAuth 2 with a person who agrees: what they are shown, and what comes of it.

RFC 6749, section 4.1; RFC 7636 (PKCE); RFC 9207 (who answers).
"""

from __future__ import annotations

import base64
import hashlib
import time
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode, urlsplit

import msgspec

from jetway.core.errors import BadSource, ConsentRefused
from jetway.sources.options import text_of
from jetway.sources.rest.auth import AuthorizationCode
from jetway.sources.rest.faults import faulty_auth
from jetway.sources.rest.tokens import Login, NoToken, Token, asked_token, http_host, withdraw_token

if TYPE_CHECKING:
    import httpx2

EARLY_S = 60.0
"""A token is fetched anew so long before it ends, or in the middle of its time where that is later."""


class Client(msgspec.Struct, frozen=True):
    """Who asks for a consent: for the app at `address`, of the provider that `auth` names."""

    address: str
    auth: AuthorizationCode
    login: Login

    @property
    def bound(self) -> str:
        """What a consent is good for: this app, this provider and this client."""
        told = msgspec.json.encode([self.address, self.auth.token_url, self.login.client_id])
        return hashlib.sha256(told).hexdigest()


class Consent(msgspec.Struct, frozen=True):
    """What a provider gave. Without an `access_token`, it was withdrawn.

    `renew_at`, `renewing_until`: in seconds since 1970; no `renew_at` where the token does not end. Until
    `renewing_until` somebody asks for new ones, and nobody else may.
    """

    bound: str
    access_token: str = ""
    refresh_token: str = ""
    renew_at: float | None = None
    renewing_until: float = 0.0


class KeptConsent(Protocol):
    """Where one consent is kept."""

    async def load(self) -> Consent | None:
        """The consent, as it is now."""
        ...

    async def exchange(self, old: Consent, new: Consent) -> bool:
        """Keep `new` in place of `old`. False where somebody changed it first."""
        ...


class Request(msgspec.Struct, frozen=True):
    """One question for a consent. `redirect`: where the provider sends the person back to."""

    client: Client
    redirect: str
    verifier: str


class _Described(msgspec.Struct, frozen=True):
    """What of a description says who asks, also before there is any table in it."""

    address: str
    auth: object


def described_client(description: str, options: object) -> Client:
    """The client of a description. Raises `BadSource`, also for one that needs nobody's consent."""
    decode = msgspec.json.decode if description.lstrip().startswith("{") else msgspec.toml.decode
    try:
        said = decode(description, type=_Described)
        auth = msgspec.convert(said.auth, AuthorizationCode)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise BadSource(f"The description of the app asks for nobody's consent: {error}.") from None
    for why in faulty_auth(said.address, auth):
        raise BadSource(f"The description of the app does not hold: {why}.")
    return client_of(said.address, auth, options)


def client_of(address: str, auth: AuthorizationCode, options: object) -> Client:
    """The client for the app at `address`, from the options that `auth` names. Raises `BadSource`."""
    client_id = text_of(options, auth.client_id)
    if not client_id:
        raise BadSource(f"Enter the client id first: the option {auth.client_id!r} is empty.")
    secret = text_of(options, auth.client_secret)
    login = Login(client_id, secret, auth.basic, json=auth.body == "json", headers=auth.headers)
    return Client(address, auth, login)


def authorization(request: Request, state: str) -> str:
    """The address of the provider's page on which a person agrees."""
    auth = request.client.auth
    params = {
        **auth.params,
        "response_type": "code",
        "client_id": request.client.login.client_id,
        "redirect_uri": request.redirect,
        "state": state,
    }
    scope = {"scope": " ".join(auth.scopes)} if auth.scopes else {}
    challenge = _challenge(request.verifier) if auth.pkce else {}
    return f"{auth.authorize_url}?{urlencode(params | scope | challenge)}"


def _challenge(verifier: str) -> dict[str, str]:
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    return {"code_challenge": digest.decode().rstrip("="), "code_challenge_method": "S256"}


async def given(http: httpx2.AsyncClient, request: Request, code: str) -> Consent:
    """What the provider gives for the code that a person brought back. Raises `ConsentRefused`."""
    grant = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": request.redirect,
    }
    client = request.client
    if client.auth.pkce:
        grant["code_verifier"] = request.verifier
    match await asked_token(http, client.auth.token_url, grant, client.login):
        case Token() as token:
            return consent_of(token, Consent(client.bound))
        case NoToken() as refusal:
            raise ConsentRefused(why(client, refusal))


async def withdraw(http: httpx2.AsyncClient, client: Client, consent: Consent) -> None:
    """Have the provider end what a person agreed to. Raises what `withdraw_token` raises.

    A refresh token ends with its access tokens (RFC 7009, section 2.1); one that has no end, ends itself.
    """
    lasting = consent.refresh_token if consent.renew_at is not None else ""
    await withdraw_token(http, client.auth.revoke_url, lasting or consent.access_token, client.login)


def consent_of(token: Token, before: Consent) -> Consent:
    """The consent with its new token. A refresh token stays where none came in its place."""
    lasts_s = token.expires_in
    renew_at = None if lasts_s is None else time.time() + max(lasts_s - EARLY_S, lasts_s / 2)
    refresh_token = token.refresh_token or before.refresh_token
    return Consent(before.bound, token.access_token, refresh_token, renew_at)


def why(client: Client, refusal: NoToken) -> str:
    """Why a provider gave no token, and what to do."""
    host, said = http_host(client.auth.token_url), f": {refusal.said}" if refusal.said else ""
    match refusal.error:
        case "invalid_client" | "unauthorized_client":
            return f"{host} does not take the client id with this secret{said}. Check both."
        case "invalid_grant":
            return (
                f"{host} does not take what came back{said}. Check the redirect address, and connect again."
            )
        case error:
            return f"{host} gave no token ({error or refusal.status}){said}. Connect again."


def require_issuer(auth: AuthorizationCode, issuer: str) -> None:
    """Raises `ConsentRefused` where another provider answers than was asked: RFC 9207."""
    if auth.issuer:
        right = issuer == auth.issuer
    else:
        right = not issuer or _origin(issuer) == _origin(auth.authorize_url)
    if not right:
        expected = auth.issuer or "://".join(_origin(auth.authorize_url))
        raise ConsentRefused(f"Another provider answered than {expected}. Check the description's issuer.")


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc
