"""JSON that is there already, as a response. Its headers are not looked at again, as the framework would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterable

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
