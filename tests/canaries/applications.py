"""Applications whose requests and answers are looked at: whole, whoever asks and however it reads."""

from __future__ import annotations

import zlib
from typing import Any

from tests.canaries import Pieces, found, names


def look_at_request(to: str, others: set[str]) -> None:
    """Tell that a request has the canaries of the names `others`, which are not for where it goes `to`."""
    if others:
        found(f"the request {to}: {', '.join(sorted(others))}")


class Asked:
    """An application that tells of canaries in requests, other than those that are for it."""

    def __init__(self, app: Any, *opened_by: str) -> None:
        self._app, self._opened_by = app, {*opened_by}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        lines = [scope["raw_path"], scope["query_string"], *(b": ".join(one) for one in scope["headers"])]
        whole = bytearray(b"\n".join([*lines, b""]))

        async def heard() -> Any:
            message = await receive()
            whole.extend(message.get("body", b""))
            return message

        try:
            await self._app(scope, heard, send)
        finally:
            look_at_request(f"{scope['method']} {scope['path']}", names(bytes(whole)) - self._opened_by)


class Answering:
    """An application that tells of canaries in its answers, also where these are compressed."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        pieces = Pieces(f"the answer to {scope['method']} {scope['path']}")
        unpack: Any = bytes

        async def sent(message: Any) -> None:
            nonlocal unpack
            headers = list(message.get("headers", ()))
            pieces.look(b"\n".join(b": ".join(one) for one in headers))
            if (b"content-encoding", b"gzip") in headers:
                unpack = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress
            pieces.look(unpack(message.get("body", b"")))
            await send(message)

        await self._app(scope, receive, sent)
