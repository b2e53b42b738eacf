"""What an app takes as proof of who asks: a key, or a token fetched with one."""

from __future__ import annotations

import base64
import math
import time
from typing import TYPE_CHECKING

import anyio
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from jetway.core.errors import AppKeyRefused, AppNotConnected, BadSource
from jetway.core.secret import Secret
from jetway.sources.options import text_of
from jetway.sources.rest.auth import (
    ApiKey,
    Auth,
    AuthorizationCode,
    Basic,
    Bearer,
    ClientCredentials,
    NoProof,
    RefreshToken,
    ServiceAccount,
    Tokens,
)
from jetway.sources.rest.consent import client_of
from jetway.sources.rest.renewal import Renewal, not_connected
from jetway.sources.rest.scrubbing import scrubbed
from jetway.sources.rest.tokens import Login, NoToken, Token, asked_token, http_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

EARLY_S = 60.0
"""A token is fetched anew so long before it ends."""

USUAL_S = 3600.0
"""How long a token lasts that does not say so."""

CLAIM_S = 3600
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class _Destination(msgspec.Struct, frozen=True):
    """What of a description says where secrets go, and how."""

    address: str
    auth: Auth


class _KeyFile(msgspec.Struct):
    """What is read of a service account's key file."""

    client_email: str
    private_key: str


NAMES = ("secret", "user", "password", "client_id", "client_secret", "refresh_token")
"""What of a description's `auth` names an option."""


def destination(description: str) -> object:
    """Where a description sends secrets, and how; all of it where it does not say so."""
    decode = msgspec.json.decode if description.lstrip().startswith("{") else msgspec.toml.decode
    try:
        return decode(description, type=_Destination)
    except (msgspec.MsgspecError, RecursionError):
        return description


def require_options(auth: Auth, options: object) -> None:
    """Raises `BadSource` where a description names an option that is not there, or empty."""
    needed = ("client_id",) if isinstance(auth, AuthorizationCode) else NAMES
    for name in filter(None, (getattr(auth, way, "") for way in needed)):
        if not getattr(options, name, None):
            raise BadSource(f"The app wants to know who asks, and {name!r} was not entered. Enter it first.")


class Credentials:
    """The proof for the app at `address`, from the options that its description names."""

    def __init__(self, auth: Auth, options: object, http: httpx2.AsyncClient, address: str = "") -> None:
        self._address = address
        self._auth = auth
        self._options = options
        self._http = http
        self._token = ""
        self._until_s = 0.0
        self._refused = ""
        self._ended = False
        self._lock = anyio.Lock()

    @property
    def renewable(self) -> bool:
        """Whether a token that was refused can be fetched anew."""
        return isinstance(self._auth, Tokens)

    async def proof(self) -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
        """Headers and parameters that go with a request. Raises `AppKeyRefused`."""
        match self._auth:
            case NoProof():
                return {}, ()
            case ApiKey(secret=secret, name=name, place="query"):
                return {}, ((name, self._said(secret)),)
            case ApiKey(secret=secret, name=name, prefix=prefix):
                return {name: prefix + self._said(secret)}, ()
            case Bearer(secret=secret):
                return {"Authorization": f"Bearer {self._said(secret)}"}, ()
            case Basic():
                return {"Authorization": f"Basic {self._login()}"}, ()
            case ClientCredentials() | RefreshToken() | AuthorizationCode() | ServiceAccount():
                return {"Authorization": f"Bearer {await self._current(self._auth)}"}, ()

    def forget(self, sent: str) -> None:
        """The token in the header that was sent does not hold any more; another one may, meanwhile."""
        if sent == f"Bearer {self._token}":
            self._refused, self._until_s = self._token, 0.0

    def require_consent(self) -> None:
        """Raises `AppNotConnected` where there was none when it was last looked for."""
        if self._ended:
            raise not_connected(self._address)

    def scrubbed(self, text: str) -> str:
        """`text` without any secret of the app, whichever way it is written."""
        told = [getattr(self._options, name) for name in dir(self._options) if not name.startswith("_")]
        secrets = [one.reveal() for one in told if isinstance(one, Secret)]
        return scrubbed(text, (*secrets, self._token, self._login()))

    def _login(self) -> str:
        """What goes with each request of an app that takes a login; "" for others."""
        if not isinstance(self._auth, Basic):
            return ""
        password = self._said(self._auth.password) if self._auth.password else ""
        return base64.b64encode(f"{self._said(self._auth.user)}:{password}".encode()).decode()

    def _said(self, name: str) -> str:
        return text_of(self._options, name)

    async def _current(self, auth: Tokens) -> str:
        async with self._lock:  # one asks, for all who wait
            if time.monotonic() >= self._until_s:
                await (self._renew(auth) if isinstance(auth, AuthorizationCode) else self._fetch(auth))
            return self._token

    async def _renew(self, auth: AuthorizationCode) -> None:
        """The token of a consent, which others may have renewed already."""
        kept = getattr(self._options, auth.consent, None)
        client = client_of(self._address, auth, self._options)
        if isinstance(kept, Secret):  # its name alone, where nobody keeps any
            kept = None
        try:
            consent = await Renewal(client, kept, self._http).current(self._refused)
        except AppNotConnected:
            self._ended = True
            raise
        self._ended = False
        lasts_s = math.inf if consent.renew_at is None else consent.renew_at - time.time()
        self._token, self._until_s = consent.access_token, time.monotonic() + lasts_s

    async def _fetch(self, auth: ClientCredentials | RefreshToken | ServiceAccount) -> None:
        token = await self._fetched(auth)
        lasts_s = USUAL_S if token.expires_in is None else token.expires_in
        self._token, self._until_s = token.access_token, time.monotonic() + lasts_s - EARLY_S

    def _grant(self, auth: ClientCredentials | RefreshToken | ServiceAccount) -> dict[str, str]:
        match auth:
            case ServiceAccount():
                return {"grant_type": _GRANT, "assertion": self._assertion(auth)}
            case ClientCredentials(scopes=scopes):
                return {"grant_type": "client_credentials"} | ({"scope": " ".join(scopes)} if scopes else {})
            case RefreshToken(refresh_token=token):
                return {"grant_type": "refresh_token", "refresh_token": self._said(token)}

    def _assertion(self, auth: ServiceAccount) -> str:
        now = int(time.time())
        try:
            file = msgspec.json.decode(self._said(auth.secret), type=_KeyFile)
            claims = {
                "iss": file.client_email,
                "scope": " ".join(auth.scopes),
                "aud": auth.token_url,
                "iat": now,
                "exp": now + CLAIM_S,
            }
            return jwt.encode({"alg": "RS256"}, claims, RSAKey.import_key(file.private_key))
        except (msgspec.MsgspecError, JoseError, ValueError):
            raise BadSource("The key file is not of a service account. Paste its whole JSON.") from None

    async def _fetched(self, auth: ClientCredentials | RefreshToken | ServiceAccount) -> Token:
        login = None
        if not isinstance(auth, ServiceAccount):
            login = Login(self._said(auth.client_id), self._said(auth.client_secret))
        match await asked_token(self._http, auth.token_url, self._grant(auth), login):
            case Token() as token:
                return token
            case NoToken(status=status):
                raise AppKeyRefused(
                    f"{http_host(auth.token_url)} gives no token for the key that Jetway has ({status}). "
                    "Enter a new one."
                )
