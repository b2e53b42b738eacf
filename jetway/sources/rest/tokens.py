"""Asking a token endpoint: RFC 6749, sections 4.1.3 to 6."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import msgspec

from jetway.core.errors import UpstreamUnavailable
from jetway.outbound.exchange import exchange
from jetway.sources.rest.failure import quotable
from jetway.sources.rest.scrubbing import scrubbed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

TOKEN_S = 10.0
"""How long a token endpoint may take."""

WITHDRAWN = frozenset({"invalid_grant", "bad_refresh_token"})
"""What a provider says of a grant that does not hold any more. The second is GitHub's word."""


class Token(msgspec.Struct, frozen=True):
    """A token endpoint's answer: section 5.1. `expires_in`: seconds; `None` where it says nothing."""

    access_token: str
    expires_in: float | None = None
    refresh_token: str = ""


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


@dataclass(frozen=True, slots=True)
class Login:
    """What a client is known by. `basic`: it goes in a header. `secret`: "" of a public client."""

    client_id: str
    secret: str
    basic: bool = False


class _Refusal(msgspec.Struct):
    error: str = ""
    error_description: str = ""


async def asked_token(
    http: httpx2.AsyncClient, url: str, grant: Mapping[str, str], login: Login | None = None
) -> Token | NoToken:
    """What the endpoint gives for `grant`. Raises what `exchange` raises, and where it has a fault itself."""
    headers = {"Accept": "application/json"}
    form = dict(grant)
    if login is not None and login.basic:
        pair = f"{quote_plus(login.client_id)}:{quote_plus(login.secret)}"  # section 2.3.1
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    elif login is not None:
        form |= {"client_id": login.client_id} | ({"client_secret": login.secret} if login.secret else {})
    request = http.build_request("POST", url, data=form, headers=headers)
    answer = await exchange(http, request, total_s=TOKEN_S)
    if answer.status >= 500:
        raise UpstreamUnavailable(f"{http_host(url)} has a fault of its own ({answer.status}). Try again.")
    try:
        if 200 <= answer.status < 300:
            return msgspec.json.decode(answer.body, type=Token)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass  # some refuse with status 200
    return _refusal(answer.status, answer.body, [*grant.values(), login.secret if login else ""])


def _refusal(status: int, body: bytes, secrets: list[str]) -> NoToken:
    try:
        said = msgspec.json.decode(body, type=_Refusal)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        said = _Refusal()
    error = said.error if said.error.replace("_", "").isalnum() and len(said.error) <= 50 else ""
    return NoToken(status, error, quotable(scrubbed(said.error_description, secrets)))


def http_host(url: str) -> str:
    """The host of an address, for people."""
    return url.partition("//")[2].partition("/")[0]
