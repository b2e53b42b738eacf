"""One OpenID provider, asked over HTTP: authorization code with PKCE, and ID tokens by its published keys.

Knows no person, session or project. Specifications: OpenID Connect Core 1.0, RFC 7636, RFC 9207.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from jetway.core.errors import AddressNotAllowed, OidcInvalid, OidcUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
]
"""Signatures by a key pair alone: a shared secret, or none, would let others sign."""

KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
KEPT_S = 600.0
LEEWAY_S = 60
MAX_BYTES = 256 * 1024
MAX_TOKEN = 16 * 1024
TIMEOUT = httpx2.Timeout(5.0)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class OidcConfig:
    """The provider as the operator configured it. `name`: what the button says.

    `attributes`: which claim gives members an attribute, by the attribute's name.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "Single sign-on"
    scopes: str = "openid email profile"
    groups_claim: str = "groups"
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in under way: what the answer must fit. `verifier`: PKCE's.

    `anew`: the provider is to ask who it is also where somebody is signed in there.
    """

    redirect_uri: str
    state: str
    nonce: str
    verifier: str
    anew: bool = False


def require_issuer(issuer: str) -> None:
    """Raises `ValueError` for one that is not https, except on this machine."""
    parts = urlsplit(issuer)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not (parts.scheme == "https" or local) or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("takes the issuer's address: https://login.example.com")


class OidcClient:
    """The provider's addresses and keys, remembered for ten minutes, and what it says of who signs in."""

    def __init__(self, config: OidcConfig, http: httpx2.AsyncClient, now: Callable[[], int]) -> None:
        self.config = config
        self._http = http
        self._now = now
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    async def close(self) -> None:
        """Let go of every connection."""
        await self._http.aclose()

    async def address(self, attempt: Attempt) -> str:
        """Where the browser goes to sign in. Raises `OidcUnavailable`."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest())
        query = {
            "response_type": "code",
            "client_id": self.config.client_id,
            "redirect_uri": attempt.redirect_uri,
            "scope": self.config.scopes,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **({"max_age": "0"} if attempt.anew else {}),
        }
        endpoint = await self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    async def claims(self, code: str, attempt: Attempt) -> dict[str, Any]:
        """What the provider says of the person. Raises `OidcInvalid`, `OidcUnavailable`."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        answer = await self._ask(
            "POST", await self._endpoint("token_endpoint"), data=form, auth=self._login()
        )
        claims = await self._verified(str(answer.get("id_token", "")), attempt.nonce)
        if "email" in claims or not isinstance(access := answer.get("access_token"), str):
            return claims
        headers = {"Authorization": f"Bearer {access}"}
        more = await self._ask("GET", await self._endpoint("userinfo_endpoint"), headers=headers)
        if more.get("sub") != claims["sub"]:
            _invalid("it spoke of two people")
        return {**more, **claims}

    async def _verified(self, token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token, once signature, issuer, audience, time and nonce are right."""
        if token.count(".") != 2 or len(token) > MAX_TOKEN:
            _invalid("it sent no signed ID token")
        try:
            claims = (await self._decoded(token)).claims
            jwt.JWTClaimsRegistry(
                now=self._now,
                leeway=LEEWAY_S,
                iss={"essential": True, "value": self.config.issuer},
                aud={"essential": True, "value": self.config.client_id},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError):
            _invalid("its ID token does not hold")
        if claims.get("azp", self.config.client_id) != self.config.client_id:
            _invalid("its ID token is for another client")
        return claims

    async def _decoded(self, token: str) -> jwt.Token:
        """Decoded with the keys that are known, and once more with those of now."""
        for newest in (False, True):
            keys = await self._keys(newest=newest)
            try:
                return jwt.decode(token, keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                if newest:
                    raise
        raise AssertionError

    async def _keys(self, *, newest: bool) -> KeySet:
        address = await self._endpoint("jwks_uri")
        if newest:
            self._kept.pop(address, None)
        published = await self._remembered(address)
        listed = published.get("keys")
        keys = [key for key in listed if _is_public(key)] if isinstance(listed, list) else []
        return KeySet.import_key_set({"keys": keys})

    async def _endpoint(self, name: str) -> str:
        about = await self._remembered(f"{self.config.issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != self.config.issuer:
            _unavailable("calls itself by another name than oidc_issuer")
        endpoint = about.get(name)
        try:
            require_issuer(str(endpoint).partition("?")[0])
        except ValueError:
            _unavailable(f"names no {name}")
        return str(endpoint)

    async def _remembered(self, address: str) -> dict[str, Any]:
        kept = self._kept.get(address)
        if kept is None or time.monotonic() - kept[0] > KEPT_S:
            kept = self._kept[address] = (time.monotonic(), await self._ask("GET", address))
        return kept[1]

    async def _ask(self, method: str, address: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401
        try:
            async with self._http.stream(method, address, timeout=TIMEOUT, **options) as answer:
                body = await _body(answer)
        except (httpx2.HTTPError, AddressNotAllowed) as error:
            raise OidcUnavailable("The sign-in service does not answer. Try again in a moment.") from error
        if answer.status_code in (400, 401, 403):
            _invalid(f"it refused the code ({answer.status_code})")
        if answer.status_code != 200:
            _unavailable(f"answered {answer.status_code}")
        return _object(body)

    def _login(self) -> tuple[str, str]:
        return self.config.client_id, self.config.client_secret


def _is_public(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") in KEY_TYPES and key.get("use", "sig") == "sig"


async def _body(answer: httpx2.Response) -> bytes:
    body = b""
    async for chunk in answer.aiter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            _unavailable("sent too much")
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        _unavailable("sent no JSON")
    return said


def groups_in(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """The groups that a claim names: a list of texts, or one."""
    said = claims.get(claim, ())
    listed = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    return frozenset(group for group in listed if isinstance(group, str))


def _invalid(reason: str) -> NoReturn:
    raise OidcInvalid(f"The sign-in service's answer was refused: {reason}. Start again.")


def _unavailable(reason: str) -> NoReturn:
    raise OidcUnavailable(f"The sign-in service cannot be used: it {reason}. Tell whoever runs this server.")
