"""An app whose provider asks people first: OAuth 2 with PKCE, as strict as the specifications allow.

Codes are taken once, for the exact redirect address and the right verifier. A refresh token is taken once:
who uses it again ends the consent (RFC 9700, 4.14.2). `iss` goes with every answer (RFC 9207).
"""

import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.canaries import canary
from tests.fakes.http import said, served

CLIENT, SECRET = "jetway-client", f"{canary('provider')}/+9"
REDIRECT = "https://admin.example.com/connected.html"
SCOPE = "things.read things.write"
THINGS = [{"id": number, "name": f"Thing {number}"} for number in range(1, 6)]

PAGE = '<!doctype html><meta charset="utf-8"><title>Consent</title><h1>May Jetway in?</h1>'


@dataclass
class Consented:
    """What one person has agreed to: the tokens that hold, and the refresh tokens that were used."""

    access: str = ""
    refresh: str = ""
    used: set[str] = field(default_factory=set)


@dataclass
class Provider:
    """`secret`: "" for a public client. `basic`: it comes in a header. `lasts_s`: what is said of a token.

    `page`: where people agree; "" for a page of this server.
    """

    address: str = ""
    secret: str = SECRET
    basic: bool = False
    redirect: str = REDIRECT
    page: str = ""
    scope: str = SCOPE
    lasts_s: int | None = 3600
    refreshes: bool = True
    down: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    consents: list[Consented] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    given: list[Consented] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def description(self, **auth: Any) -> dict[str, Any]:
        """Of the app, as a connector file."""
        way = {
            "kind": "authorization_code",
            "authorize_url": f"{self.address}/authorize",
            "token_url": f"{self.address}/token",
            "revoke_url": f"{self.address}/revoke",
            "client_id": "client_id",
            "client_secret": "client_secret" if self.secret else "",
            "consent": "consent",
            "scopes": SCOPE.split(),
        }
        columns = {"id": {"type": "integer"}, "name": {"type": "text"}}
        things = {"key": "id", "columns": columns, "list": {"path": "/things", "records": "data"}}
        return {
            "title": "Things",
            "address": self.address,
            "auth": way | auth,
            "check": "/things",
            "limits": {"per_second": 1000},
            "collections": {"things": things},
        }

    def options(self, **auth: Any) -> dict[str, Any]:
        """Of a source of the kind `rest`, without a consent."""
        client = {"client_id": CLIENT} | ({"client_secret": self.secret} if self.secret else {})
        return {"description": json.dumps(self.description(**auth)), **client}

    def agree(self, url: str) -> dict[str, str]:
        """What a person brings back who agrees on the page at `url`."""
        address, _, query = url.partition("?")
        asked = dict(parse_qsl(query))
        assert address == (self.page or f"{self.address}/authorize")
        assert self.refusal(asked) == ""
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.address}

    def refusal(self, asked: dict[str, str]) -> str:
        """Why the page is not shown; "" where it is."""
        right = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self.redirect,
            "code_challenge_method": "S256",
            "scope": self.scope,
        }
        wrong = [name for name, value in right.items() if asked.get(name) != value]
        short = [name for name in ("state", "code_challenge") if len(asked.get(name, "")) < 43]
        return ", ".join(wrong + short)

    def expire(self) -> None:
        """No access token holds any more."""
        for one in self.consents:
            one.access = ""

    def withdraw(self) -> None:
        """The person takes all that they agreed to back."""
        self.consents.clear()

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        path, _, query = target.partition("?")
        self.asked.append(f"{method} {path}")
        if path == "/authorize":
            return self._page(dict(parse_qsl(query)))
        if path in ("/token", "/revoke"):
            if self.down:
                self.down -= 1
                return said(503, b"{}", {})
            way = self.token if path == "/token" else self.revoke
            status, told = way(dict(parse_qsl(body.decode())), headers)
            return said(status, json.dumps(told).encode(), {})
        if not self.takes(headers):
            return said(401, b'{"message": "no"}', {})
        return said(200, json.dumps({"data": THINGS}).encode(), {})

    def takes(self, headers: dict[str, str]) -> bool:
        """Whether a token that holds came along."""
        return headers.get("authorization") in {f"Bearer {one.access}" for one in self.consents if one.access}

    def _page(self, asked: dict[str, str]) -> bytes:
        """Links, as a person follows them."""
        if wrong := self.refusal(asked):
            return _html(400, f"{PAGE}<p>Not like this: {wrong}")
        agreed = self.agree(f"{self.address}/authorize?{urlencode(asked)}")
        denied = {"error": "access_denied", "state": asked["state"], "iss": self.address}
        links = [
            f'<p><a href="{self.redirect}?{urlencode(way)}">{text}</a>'.replace("&", "&amp;")
            for text, way in (("Allow", agreed), ("Deny", denied))
        ]
        return _html(200, PAGE + "".join(links))

    def token(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and JSON of the token endpoint."""
        self.forms.append(form)
        if not self._is_client(form, headers):
            return 401, {"error": "invalid_client", "error_description": f"Not {self.secret or 'you'}"}
        match form["grant_type"]:
            case "authorization_code":
                asked = self.codes.pop(form["code"], None)
                digest = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
                right = asked and (asked["redirect_uri"], asked["code_challenge"]) == (
                    form["redirect_uri"],
                    digest.decode().rstrip("="),
                )
                if not right:
                    return 400, {"error": "invalid_grant", "error_description": "The code does not hold."}
                self.consents.append(Consented())
                self.given.append(self.consents[-1])
                return 200, self._given(self.consents[-1])
            case "refresh_token":
                token = form["refresh_token"]
                self.consents = [one for one in self.consents if token not in one.used]
                for one in self.consents:
                    if one.refresh == token:
                        one.used.add(token)
                        return 200, self._given(one)
                return 400, {"error": "invalid_grant"}
            case _:
                return 400, {"error": "unsupported_grant_type"}

    def revoke(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and JSON of the endpoint that ends a consent, for the client that it was given to."""
        if not self._is_client(form, headers):
            return 401, {"error": "invalid_client", "error_description": f"Not {self.secret or 'you'}"}
        held = [one for one in self.consents if form["token"] in (one.access, one.refresh)]
        self.consents = [one for one in self.consents if one not in held]
        self.revoked.append(form["token"])
        return (200, {}) if held else (400, {"error": "invalid_token"})

    def _is_client(self, form: dict[str, str], headers: dict[str, str]) -> bool:
        if self.basic:
            pair = urlencode({CLIENT: self.secret}).replace("=", ":", 1)
            proof = base64.b64encode(pair.encode()).decode()
            return headers.get("authorization") == f"Basic {proof}" and "client_secret" not in form
        return (form.get("client_id"), form.get("client_secret", "")) == (CLIENT, self.secret)

    def _given(self, one: Consented) -> dict[str, Any]:
        one.access = canary(f"access-{secrets.token_hex(6)}")
        one.refresh = canary(f"refresh-{secrets.token_hex(6)}")
        told = {"access_token": one.access, "token_type": "Bearer"}
        lasts = {} if self.lasts_s is None else {"expires_in": self.lasts_s}
        return told | lasts | ({"refresh_token": one.refresh} if self.refreshes else {})


def _html(status: int, text: str) -> bytes:
    content = text.encode()
    head = f"HTTP/1.1 {status} .\r\nContent-Length: {len(content)}\r\nContent-Type: text/html\r\n\r\n"
    return head.encode() + content


@asynccontextmanager
async def provider(kept: Provider | None = None) -> AsyncIterator[Provider]:
    """The server, on a port of its own."""
    kept = kept or Provider()

    async def answer(method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        return kept.answer(method, target, headers, body)

    async with served(answer, "provider", "access", "refresh") as kept.address:
        yield kept
