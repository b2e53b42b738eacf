"""An OpenID provider in memory, which can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from jetway.control.oidc_client import OidcClient, OidcConfig
from tests.canaries import canary
from tests.canaries.applications import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from tests.control.people import Clock

ISSUER = "https://login.example"
CLIENT, SECRET = "jetway", f"the client's {canary('issuer')}"
ACCESS = canary("issuer-access")
ADA = {"sub": "1", "email": "ada@example.com", "email_verified": True, "name": "Ada"}
EVE = {"sub": "2", "email": "eve@example.com", "email_verified": True, "name": "Eve", "groups": ["staff"]}


@cache
def first_key() -> RSAKey:
    """Made once: it takes as long as the rest of a test."""
    return RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})


@dataclass
class Issuer:
    """`claims`: who signs in next. `spoil` changes an ID token's claims, `sign` makes it."""

    clock: Clock
    url: str = ISSUER
    claims: dict[str, Any] = field(default_factory=lambda: dict(EVE))
    spoil: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=first_key)
    sign: Callable[[Issuer, dict[str, Any]], str] | None = None
    away: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def application(self) -> Asked:
        paths = {
            "/authorize": self._authorize,
            "/.well-known/openid-configuration": self._about,
            "/jwks": self._jwks,
            "/token": self._token,
            "/me": self._userinfo,
        }
        routes = [Route(path, answer, methods=["GET", "POST"]) for path, answer in paths.items()]
        return Asked(Starlette(routes=routes), "issuer")

    def client(self) -> OidcClient:
        http = httpx2.AsyncClient(transport=httpx2.ASGITransport(self.application()))
        return OidcClient(
            OidcConfig(self.url, CLIENT, SECRET, attributes=self.attributes), http, lambda: int(self.clock())
        )

    def consent(self, url: str) -> dict[str, str]:
        """What comes back to the browser after the person signed in there."""
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.url}/authorize"
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = f"code-{len(self.codes)}"
        self.codes[code] = {**asked, "claims": dict(self.claims)}
        return {"code": code, "state": asked["state"]}

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid, **header}, claims, self.key)

    async def _about(self, _request: Request) -> Response:
        if self.away:
            return JSONResponse({}, 503)
        named = {
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "userinfo_endpoint": f"{self.url}/me",
        }
        return JSONResponse({"issuer": self.url, **named, **self.about})

    async def _authorize(self, request: Request) -> Response:
        """Whoever comes has signed in before, and is sent back at once."""
        back = self.consent(str(request.url))
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{urlencode(back)}")

    async def _jwks(self, _request: Request) -> Response:
        self.asked.append("jwks")
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def _userinfo(self, _request: Request) -> Response:
        return JSONResponse({**EVE, **self.about.get("userinfo", {})})

    async def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        begun = self.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        login = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        good = (
            begun is not None
            and begun["code_challenge"] == challenge.rstrip(b"=").decode()
            and begun["redirect_uri"] == form["redirect_uri"]
            and request.headers["authorization"] == f"Basic {login}"
        )
        if not good or begun is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(self.clock())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"]}
        claims = {**claims, **begun["claims"], **self.spoil}
        claims = {name: value for name, value in claims.items() if value is not None}
        token = self.sign(self, claims) if self.sign else self.signed(claims)
        return JSONResponse({"access_token": ACCESS, "token_type": "Bearer", "id_token": token})
