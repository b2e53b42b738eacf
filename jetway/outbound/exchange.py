"""One request and its whole answer, within limits of time and size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import httpx2

from jetway.core.errors import UpstreamTimeout, UpstreamTooLarge, UpstreamUnavailable
from jetway.outbound.guard import TOTAL_S

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 10 * 1024 * 1024
KEPT_HEADERS = frozenset({"content-type", "etag", "link", "request-id", "retry-after"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Of the headers, only those that something here reads, in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def exchange(
    http: httpx2.AsyncClient,
    request: httpx2.Request,
    *,
    total_s: float = TOTAL_S,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """The answer to `request`, of at most `most_bytes` after decompression, within `total_s`.

    Raises `AddressNotAllowed`, `UpstreamUnavailable`, `UpstreamTimeout`, `UpstreamTooLarge`.
    """
    host = request.url.host
    try:
        with anyio.fail_after(total_s):
            return await _answer(http, request, most_bytes)
    except (TimeoutError, httpx2.TimeoutException):
        raise UpstreamTimeout(f"{host} took too long to answer. Try again in a moment.") from None
    except httpx2.HTTPError as error:
        raise UpstreamUnavailable(f"{host} cannot be asked: {_why(error)}.") from None


async def _answer(http: httpx2.AsyncClient, request: httpx2.Request, most_bytes: int) -> Answer:
    answer = await http.send(request, stream=True)
    try:
        return Answer(answer.status_code, _kept(answer), await _body(answer, most_bytes))
    finally:
        with anyio.CancelScope(shield=True):  # also where the time is over
            await answer.aclose()


def _kept(answer: httpx2.Response) -> dict[str, str]:
    return {name: text for name, text in answer.headers.items() if name in KEPT_HEADERS}


async def _body(answer: httpx2.Response, most: int) -> bytes:
    parts, size = [], 0
    async for part in answer.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > most:
            raise UpstreamTooLarge(
                f"{answer.url.host} sent more than {most // 1024 // 1024} MB at once. Ask for less."
            )
    return b"".join(parts)


def _why(error: httpx2.HTTPError) -> str:
    """In words of our own: the client's may hold an address or a header."""
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate is not valid"
    if isinstance(error, httpx2.ConnectError):
        return "there is no connection"
    return "it does not answer as a web server does"
