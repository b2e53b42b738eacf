"""What an app takes as proof of who asks: a key, or a token fetched with one."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import anyio
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from jetway.core.errors import AppKeyRefused, BadSource
from jetway.core.secret import Secret
from jetway.outbound.exchange import exchange
from jetway.sources.rest.spec import (
    ApiKey,
    Auth,
    Basic,
    Bearer,
    ClientCredentials,
    NoProof,
    RefreshToken,
    ServiceAccount,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

EARLY_S = 60.0
"""A token is fetched anew so long before it ends."""

CLAIM_S = 3600
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class _Token(msgspec.Struct):
    """A token endpoint's answer: RFC 6749, section 5.1."""

    access_token: str
    expires_in: float = 3600.0


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
    for name in filter(None, (getattr(auth, way, "") for way in NAMES)):
        if not getattr(options, name, None):
            raise BadSource(f"The app's description wants the option {name!r}, which is not given.")


class Credentials:
    """The proof for one app, from the options that its description names."""

    def __init__(self, auth: Auth, options: object, http: httpx2.AsyncClient) -> None:
        self._auth = auth
        self._options = options
        self._http = http
        self._token = ""
        self._until_s = 0.0
        self._lock = anyio.Lock()

    @property
    def renewable(self) -> bool:
        """Whether a token that was refused can be fetched anew."""
        return isinstance(self._auth, ClientCredentials | RefreshToken | ServiceAccount)

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
            case ClientCredentials() | RefreshToken() | ServiceAccount():
                return {"Authorization": f"Bearer {await self._current(self._auth)}"}, ()

    def forget(self) -> None:
        """The token does not hold any more."""
        self._until_s = 0.0

    def scrubbed(self, text: str) -> str:
        """`text` without any secret of the app, whichever way it is written."""
        told = [getattr(self._options, name) for name in dir(self._options) if not name.startswith("_")]
        secrets = [one.reveal() for one in told if isinstance(one, Secret)]
        written = {form for one in (*secrets, self._token, self._login()) if one for form in _written(one)}
        for form in sorted(written, key=len, reverse=True):
            text = text.replace(form, "***")
        return text

    def _login(self) -> str:
        """What goes with each request of an app that takes a login; "" for others."""
        if not isinstance(self._auth, Basic):
            return ""
        password = self._said(self._auth.password) if self._auth.password else ""
        return base64.b64encode(f"{self._said(self._auth.user)}:{password}".encode()).decode()

    def _said(self, name: str) -> str:
        value = getattr(self._options, name)
        return value.reveal() if isinstance(value, Secret) else str(value or "")

    async def _current(self, auth: ClientCredentials | RefreshToken | ServiceAccount) -> str:
        async with self._lock:
            if time.monotonic() >= self._until_s:
                token = await self._fetched(auth.token_url, self._grant(auth))
                self._token, self._until_s = token.access_token, time.monotonic() + token.expires_in - EARLY_S
            return self._token

    def _grant(self, auth: ClientCredentials | RefreshToken | ServiceAccount) -> dict[str, str]:
        match auth:
            case ServiceAccount():
                return {"grant_type": _GRANT, "assertion": self._assertion(auth)}
            case ClientCredentials(scopes=scopes):
                grant = {"grant_type": "client_credentials"} | ({"scope": " ".join(scopes)} if scopes else {})
            case RefreshToken(refresh_token=token):
                grant = {"grant_type": "refresh_token", "refresh_token": self._said(token)}
        client = {"client_id": self._said(auth.client_id), "client_secret": self._said(auth.client_secret)}
        return grant | client

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

    async def _fetched(self, url: str, grant: Mapping[str, str]) -> _Token:
        answer = await exchange(self._http, self._http.build_request("POST", url, data=dict(grant)))
        try:
            if answer.status == 200:
                return msgspec.json.decode(answer.body, type=_Token)
        except msgspec.MsgspecError:
            pass
        raise AppKeyRefused(f"No token was given for the credentials ({answer.status}). Enter new ones.")


def _written(secret: str) -> tuple[str, ...]:
    """A secret as it is, in JSON, and in an address."""
    return secret, msgspec.json.encode(secret).decode()[1:-1], quote(secret, safe=""), quote_plus(secret)
