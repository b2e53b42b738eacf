"""JSON that is there already, as a response. Its headers are not looked at again, as the framework would."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|\Z))", re.IGNORECASE)

NOT_KEPT = ((b"cache-control", b"no-store"),)
"""Nothing may keep it: it is for one person."""


class JsonResponse(Response):
    """`body` under `headers`, whose names are in lower case, and those that all JSON of ours has."""

    def __init__(self, body: bytes, status: int, headers: Iterable[tuple[bytes, bytes]] = NOT_KEPT) -> None:
        self.status_code = status
        self.body = body
        self.background = None
        self.raw_headers = [
            *headers,
            (b"content-type", b"application/json"),
            (b"x-content-type-options", b"nosniff"),
            (b"content-length", b"%d" % len(body)),
        ]


def unless_known(request: Request, body: bytes, etag: str, *, gzipped: bool = False) -> Response:
    """JSON, or 304 where the caller has it already; who keeps it asks each time.

    `gzipped`: `body` is kept compressed, and is sent so to whoever takes it, under an ETag of its own.
    """
    headers = {"cache-control": "private, no-cache", "vary": "Authorization", "etag": etag}
    if gzipped:
        headers["vary"] = "Authorization, Accept-Encoding"
        if _GZIP.search(request.headers.get("accept-encoding", "")) is None:
            body = gzip.decompress(body)
        else:
            headers |= {"etag": f'{etag[:-1]}-gzip"', "content-encoding": "gzip"}
    if (sent := request.headers.get("if-none-match")) is not None:
        known = {tag.strip().removeprefix("W/") for tag in sent.split(",")}
        if known & {headers["etag"], "*"}:
            headers.pop("content-encoding", None)
            return Response(status_code=304, headers=headers)
    return JsonResponse(body, 200, [(name.encode(), text.encode()) for name, text in headers.items()])
