"""Changes that are made once, however often they are sent: under an `Idempotency-Key`.

draft-ietf-httpapi-idempotency-key-header. The answer is kept in the transaction of the change, so that
nothing can come between the two. A refused request has changed nothing, and is not kept.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
import zlib
from typing import TYPE_CHECKING, TypeVar

import msgspec
from starlette.responses import Response

from jetway.core.errors import (
    BadSource,
    Failure,
    IdempotencyBusy,
    IdempotencyMismatch,
    IdempotencyUnavailable,
    InvalidParameter,
    PermissionDenied,
    SourceReadOnly,
)
from jetway.core.promise import AnsweredBefore, Promise
from jetway.seal import seal, unseal
from jetway.sources.keeping import KeepsAnswers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jetway.bridge.asked import Asked

Done = TypeVar("Done")

HEADER = "idempotency-key"
KEPT_S = 24 * 3600
MOST = 100_000
"""So many answers are kept, the oldest forgotten first."""

MAX_BYTES = 256 * 1024
"""The size of one kept answer, compressed."""

FORGET_EVERY_S = 60.0

_KEY = re.compile(r'"(?P<quoted>[\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|(?P<bare>[\x21\x23-\x7e]{1,255})')
_KEPT_HEADERS = ("content-type", "etag")
_log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, array_like=True):
    """An answer, and a digest of the request that it answers."""

    request: bytes
    status: int
    body: bytes
    headers: dict[str, str]


async def made(
    asked: Asked, change: Callable[[Promise | None], Awaitable[Done]], tell: Callable[[Done], Response]
) -> Response:
    """What `tell` makes of the `change`; what it made of the first where the same was asked for before."""
    key = _key(asked.request.headers.getlist(HEADER))
    if key is None:
        return tell(await change(None))
    name = hashlib.sha256(msgspec.msgpack.encode([asked.actor.id, key])).digest()
    running = asked.bridge.opened.running
    if name in running:
        raise IdempotencyBusy("The first request with this Idempotency-Key still runs.", retry_after_s=1)
    running.add(name)
    try:
        await _make_room(asked)
        request = await _digest(asked)
        promise = Promise(name, int(time.time()), lambda done: _sealed(asked, name, request, tell(done)))
        return tell(await change(promise))
    except AnsweredBefore as before:
        return _again(_opened(asked, name, before.kept), request)
    finally:
        running.discard(name)


def key_in(asked: Asked) -> str:
    """A key for a source that makes things once by itself, of whoever asks alone; "" where none was sent."""
    key = _key(asked.request.headers.getlist(HEADER))
    if key is None:
        return ""
    return hashlib.sha256(msgspec.msgpack.encode([asked.actor.id, asked.bridge.scope.name, key])).hexdigest()


def refuse(asked: Asked) -> None:
    """A promise that is not kept would be worse than none. Raises `InvalidParameter` where one is wanted."""
    if HEADER in asked.request.headers:
        raise InvalidParameter("This change takes no Idempotency-Key; leave it out.")


def _again(kept: _Kept, request: bytes) -> Response:
    if kept.request != request:
        raise IdempotencyMismatch(
            "This Idempotency-Key was sent before with another request. Take a new key for a new request."
        )
    headers = {**kept.headers, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(kept.body, kept.status, {**headers, "Idempotency-Replayed": "true"})


async def _make_room(asked: Asked) -> None:
    """Have the source ready for answers, old ones forgotten. Raises `IdempotencyUnavailable`."""
    opened = asked.bridge.opened
    if not isinstance(opened.source, KeepsAnswers):
        raise _unavailable("This source keeps no answers.")
    try:
        await opened.source.prepare_answers()
    except (PermissionDenied, SourceReadOnly):
        raise _unavailable("The database login may not make the table that answers are kept in.") from None
    if time.monotonic() < opened.forget_at_s:
        return
    opened.forget_at_s = time.monotonic() + FORGET_EVERY_S
    try:
        await opened.source.forget_answers(int(time.time()) - KEPT_S, MOST)
    except Failure as failure:
        _log.warning("Old answers are still kept: %s", failure.detail)


async def _digest(asked: Asked) -> bytes:
    """What makes a request another one."""
    request = asked.request
    headers = [request.headers.getlist(name) for name in ("content-type", "if-match")]
    parts = [request.method, asked.path, request.scope["query_string"], headers, await asked.content()]
    return hashlib.sha256(msgspec.msgpack.encode(parts)).digest()


def _sealed(asked: Asked, name: bytes, request: bytes, answer: Response) -> bytes:
    """Sealed, since others may read the table who may not read the row."""
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    kept = _Kept(request, answer.status_code, bytes(answer.body), headers)
    data = zlib.compress(msgspec.msgpack.encode(kept), 1)
    if len(data) > MAX_BYTES:
        raise _unavailable("The answer is too large to be kept, hence nothing was changed.")
    return seal(asked.bridge.key, name.hex(), data)


def _opened(asked: Asked, name: bytes, sealed: bytes) -> _Kept:
    try:
        return msgspec.msgpack.decode(
            zlib.decompress(unseal(asked.bridge.key, name.hex(), sealed)), type=_Kept
        )
    except BadSource:
        raise _unavailable("The answer was kept by a bridge with another JETWAY_SECRET_KEY.") from None


def _key(headers: list[str]) -> str | None:
    """The key, in quotes as the draft has it, or bare."""
    if not headers:
        return None
    found = _KEY.fullmatch(headers[0].strip()) if len(headers) == 1 else None
    if found is None:
        raise InvalidParameter("Idempotency-Key takes one text of 1 to 255 ASCII characters, as a UUID.")
    return found["quoted"] or found["bare"]


def _unavailable(why: str) -> Failure:
    return IdempotencyUnavailable(f"{why} Send the request without Idempotency-Key.")
