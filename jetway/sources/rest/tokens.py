"""Asking a token endpoint, RFC 6749, sections 4.1.3 to 6; and one that withdraws tokens, RFC 7009."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import msgspec

from jetway.core.errors import Failure, UpstreamUnavailable
from jetway.outbound.exchange import exchange
from jetway.sources.rest.failure import quotable
from jetway.sources.rest.scrubbing import scrubbed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

    from jetway.outbound.exchange import Answer

TOKEN_S = 10.0
"""How long a token endpoint may take."""

GONE = frozenset({"invalid_token", "invalid_grant"})
"""What is said of a token that is to be withdrawn, and ended before. The first is Google's word."""

WITHDRAWN = frozenset({"invalid_grant", "bad_refresh_token"})
"""What a provider says of a grant that does not hold any more. The second is GitHub's word."""


class Token(msgspec.Struct, frozen=True):
    """A token endpoint's answer: section 5.1. `expires_in`: seconds; `None` where it says nothing."""

    access_token: str
    expires_in: float | None = None
    refresh_token: str | None = None


@dataclass(frozen=True, slots=True)
class NoToken:
    """The endpoint's refusal: section 5.2. `error` is one of its codes or "", `said` for people."""

    status: int
    error: str
    said: str

    @property
    def withdrawn(self) -> bool:
        """Whether the grant does not hold, or not any more."""
        return self.error in WITHDRAWN


class NotWithdrawn(Failure):
    """A provider keeps a token in force. Its detail is a note beside what was done, and no answer."""


@dataclass(frozen=True, slots=True)
class Login:
    """What a client is known by, and how it asks. `secret`: "" of a public client.

    `basic`: both go in a header. `json`: what is said is not a form. `headers`: what goes along.
    """

    client_id: str
    secret: str
    basic: bool = False
    json: bool = False
    headers: dict[str, str] = field(default_factory=dict)


async def asked_token(
    http: httpx2.AsyncClient, url: str, grant: Mapping[str, str], login: Login | None = None
) -> Token | NoToken:
    """What the endpoint gives for `grant`. Raises what `exchange` raises, and where it has a fault itself."""
    answer = await _answer(http, url, grant, login)
    try:
        if 200 <= answer.status < 300:
            return msgspec.json.decode(answer.body, type=Token)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass  # some refuse with status 200
    return _refusal(answer, grant, login)


async def withdraw_token(http: httpx2.AsyncClient, url: str, token: str, login: Login) -> None:
    """Have the token end at its provider. Raises `NotWithdrawn`, and as `asked_token` does."""
    grant = {"token": token}
    answer = await _answer(http, url, grant, login)
    refusal = _refusal(answer, grant, login)
    if 200 <= answer.status < 300 or refusal.error in GONE:
        return
    said = f": {refusal.said}" if refusal.said else ""
    raise NotWithdrawn(f"{http_host(url)} did not withdraw it ({refusal.error or answer.status}){said}.")


async def _answer(
    http: httpx2.AsyncClient, url: str, grant: Mapping[str, str], login: Login | None
) -> Answer:
    request = _request(http, url, grant) if login is None else _known(http, url, grant, login)
    answer = await exchange(http, request, total_s=TOKEN_S)
    if answer.status >= 500:
        raise UpstreamUnavailable(f"{http_host(url)} has a fault of its own ({answer.status}). Try again.")
    return answer


def _known(http: httpx2.AsyncClient, url: str, grant: Mapping[str, str], login: Login) -> httpx2.Request:
    """The question of a client that makes itself known."""
    if login.basic:
        pair = f"{quote_plus(login.client_id)}:{quote_plus(login.secret)}"  # RFC 6749, section 2.3.1
        proof = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        return _request(http, url, grant, login.headers | proof, json=login.json)
    secret = {"client_secret": login.secret} if login.secret else {}
    said = {**grant, "client_id": login.client_id, **secret}
    return _request(http, url, said, login.headers, json=login.json)


def _request(
    http: httpx2.AsyncClient,
    url: str,
    said: Mapping[str, str],
    headers: Mapping[str, str] = MappingProxyType({}),
    *,
    json: bool = False,
) -> httpx2.Request:
    body: dict[str, Any] = {"json" if json else "data": dict(said)}
    return http.build_request("POST", url, headers={**headers, "Accept": "application/json"}, **body)


def _refusal(answer: Answer, grant: Mapping[str, str], login: Login | None) -> NoToken:
    """Section 5.2; or, of an endpoint that refuses as the rest of its API does, in `code` and `message`."""
    try:
        said = msgspec.json.decode(answer.body, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        said = {}
    error, why = _text(said, "error", "code"), _text(said, "error_description", "message")
    error = error if error.replace("_", "").isalnum() and len(error) <= 50 else ""
    secrets = [*grant.values(), login.secret if login else ""]
    return NoToken(answer.status, error, quotable(scrubbed(why, secrets)))


def _text(said: Mapping[str, object], *names: str) -> str:
    return next((text for name in names if isinstance(text := said.get(name), str)), "")


def http_host(url: str) -> str:
    """The host of an address, for people."""
    return url.partition("//")[2].partition("/")[0]
