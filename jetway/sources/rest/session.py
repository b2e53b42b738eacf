"""Asking an app: the one module of the engine that sends anything. Pace, patience, proof and failures."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode, urlsplit

import anyio
import httpx2
import msgspec

from jetway.core.errors import (
    AppBusy,
    AppChanged,
    AppRefused,
    BadSource,
    Failure,
    NotFilterable,
    OriginMismatch,
    UpstreamTimeout,
    UpstreamUnavailable,
)
from jetway.outbound.exchange import exchange
from jetway.sources.rest.failure import failure_of, quotable, refuses, waiting_s
from jetway.sources.rest.record import at

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.outbound.exchange import Answer
    from jetway.outbound.reach import Reach
    from jetway.sources.rest.credentials import Credentials
    from jetway.sources.rest.request import Call
    from jetway.sources.rest.spec import Bounds, Connector

FIRST_WAIT_S = 0.25
LASTING = {"requests": 100_000, "seconds": 3600.0, "rows": 200_000}
"""What a file may take of an app. Whoever makes the file ends it sooner."""


@dataclass(slots=True)
class Budget:
    """What is left of the requests and the time that one read or write may take."""

    bounds: Bounds
    asked: int = 0
    since_s: float = field(default_factory=time.monotonic)

    @property
    def left_s(self) -> float:
        """Seconds until the time is over."""
        return self.bounds.seconds - (time.monotonic() - self.since_s)

    def spend(self, title: str) -> None:
        """One request more. Raises `NotFilterable` where that is one too many."""
        self.asked += 1
        if self.asked > self.bounds.requests or self.left_s <= 0:
            raise NotFilterable(
                f"This needs more than {self.bounds.requests} requests to {title}, or more than "
                f"{self.bounds.seconds:g} seconds. Narrow the filter."
            )


class Pace:
    """Lets so many pass in a second, the first of them at once."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._allowance = max(per_second, 1.0)
        self._looked_at_s = time.monotonic()

    async def wait(self, most_s: float) -> None:
        """Until it is one's turn, in the order of asking. Raises `AppBusy` where that takes too long."""
        now_s = time.monotonic()
        earned = (now_s - self._looked_at_s) * self._per_second
        self._allowance = min(max(self._per_second, 1.0), self._allowance + earned)
        self._looked_at_s = now_s
        wait_s = (1 - self._allowance) / self._per_second
        if wait_s > most_s:
            raise AppBusy("Too much is asked of the app at once.", retry_after_s=math.ceil(wait_s))
        self._allowance -= 1
        if wait_s > 0:
            await anyio.sleep(wait_s)


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that the app gave gladly: its JSON, `None` for none, and the headers `Link` and `ETag`."""

    body: object
    link: str
    etag: str = ""


Refusal: TypeAlias = "Callable[[Call, int, object], Failure | None]"
"""What an app means by a status and a body, where that is its own; `None` where it is as everywhere."""


class Session:
    """Requests to one app at one address."""

    def __init__(
        self,
        connector: Connector,
        address: str,
        http: httpx2.AsyncClient,
        credentials: Credentials,
        hears: Callable[[Call, Answer], None] | None = None,
        refusal: Refusal = lambda call, status, body: None,  # noqa: ARG005
    ) -> None:
        self._refusal = refusal
        self._connector = connector
        self._address = address.rstrip("/")
        self._http = http
        self._credentials = credentials
        self._hears = hears
        self._pace = Pace(connector.limits.per_second)

    @property
    def title(self) -> str:
        """What refusals call the app."""
        return self._connector.title

    def budget(self, *, lasting: bool = False) -> Budget:
        """For one read or write; a `lasting` one goes on while somebody waits for it."""
        limits = self._connector.limits
        return Budget(msgspec.structs.replace(limits, **LASTING) if lasting else limits)

    async def ask(self, call: Call, budget: Budget) -> Heard:
        """What the app answers; sent again where it was busy, or away and nothing can be done twice by it.

        Raises the failure that a refusal means, and those of `exchange`.
        """
        keyed = bool(call.once and self._connector.once)
        repeatable = call.method == "GET" or call.reads or keyed
        tries, wait_s = self._connector.limits.retries, FIRST_WAIT_S
        while True:
            try:
                return await self._asked(call, budget)
            except (AppBusy, UpstreamUnavailable, UpstreamTimeout) as failure:
                pause_s = failure.retry_after_s or wait_s
                again = repeatable or isinstance(failure, AppBusy)  # who is busy has done nothing
                if not (again and tries) or pause_s >= budget.left_s:
                    raise
            await anyio.sleep(pause_s)
            tries, wait_s = tries - 1, wait_s * 2

    def quoted(self, said: object) -> str:
        """What the app tells people, as one short line without secrets; "" where it is no text."""
        return quotable(self._credentials.scrubbed(said)) if isinstance(said, str) else ""

    def require_consent(self) -> None:
        """Raises `AppNotConnected` where a person has to agree first, or again."""
        self._credentials.require_consent()

    def scrubbed(self, text: str) -> str:
        """`text` without any secret of the app."""
        return self._credentials.scrubbed(text)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._http.aclose()

    async def _asked(self, call: Call, budget: Budget) -> Heard:
        budget.spend(self.title)
        await self._pace.wait(budget.left_s)
        request = await self._request(call)
        answer = await exchange(self._http, request, total_s=max(budget.left_s, 0.1))
        if answer.status == 401 and self._credentials.renewable:
            self._credentials.forget(request.headers.get("authorization", ""))
            answer = await exchange(self._http, await self._request(call), total_s=max(budget.left_s, 0.1))
        if self._hears is not None:
            self._hears(call, answer)
        body = _decoded(answer)
        if not 200 <= (status := self._status(answer, body)) < 300:
            raise self._failure(call, answer, body, status)
        if body is None and answer.body.strip() not in (b"", b"null"):
            raise AppChanged(f"{self.title} sent no JSON. Its description is out of date.")
        return Heard(body, answer.headers.get("link", ""), answer.headers.get("etag", ""))

    async def _request(self, call: Call) -> httpx2.Request:
        headers, params = await self._credentials.proof()
        sent = {**self._connector.headers, "Accept": "application/json", **dict(call.headers), **headers}
        if call.media_type:
            sent["Content-Type"] = call.media_type
        if call.once and self._connector.once:
            sent[self._connector.once] = call.once
        url = self._url(call, params)
        try:
            return self._http.build_request(call.method, url, headers=sent, content=call.content or None)
        except (httpx2.InvalidURL, ValueError):
            raise AppRefused("This cannot be asked of the app: it is too long, or no text.") from None

    def _url(self, call: Call, proof: tuple[tuple[str, str], ...]) -> str:
        """The address, which is the app's own, whatever the app or a value said. Raises `OriginMismatch`."""
        within = call.target.startswith("/") and not call.target.startswith("//")
        url = self._address + call.target if within else call.target
        if _origin(url) != _origin(self._address):
            raise OriginMismatch(f"{self.title} leads to another server. It was not asked.")
        params = (*call.params, *proof)
        return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url

    def _status(self, answer: Answer, body: object) -> int:
        """The answer's own, or what it says itself, of an app that refuses with status 200."""
        verdict = self._connector.verdict
        if verdict is None or answer.status != 200 or not refuses(at(body, verdict.path)):
            return answer.status
        return verdict.statuses.get(str(at(body, verdict.code or self._connector.message)), 400)

    def _failure(self, call: Call, answer: Answer, body: object, status: int) -> Failure:
        if (own := self._refusal(call, status, body)) is not None:
            return own
        said = at(body, self._connector.message) if self._connector.message else None
        quoted = self.quoted(said)
        wait_s = waiting_s(answer.headers.get("retry-after", ""))
        return failure_of(self.title, call, status, quoted, wait_s)


def require_address(address: str, reach: Reach) -> None:
    """Raises `BadSource` for one that is not encrypted, unless the operator has named its host."""
    scheme, host, _ = _origin(address)
    if not host or not (scheme == "https" or (scheme == "http" and reach.names(host))):
        raise BadSource(
            f"{address!r} is no address of an app: it takes https://, as https://api.example.com, "
            "and http:// only for a host that the operator names in outbound_private."
        )


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port; nobody's for an address that has a login or cannot be read."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return "", "", None
    if "@" in parts.netloc or "\\" in url:
        return "", "", None
    return parts.scheme, parts.hostname or "", port


def _decoded(answer: Answer) -> object:
    try:
        return msgspec.json.decode(answer.body) if answer.body else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
