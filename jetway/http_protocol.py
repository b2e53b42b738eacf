"""HTTP/1.1 as uvicorn and httptools read it, with limits on what a client sends and how slowly it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio
    from typing import Any

MAX_HEAD_BYTES = 64 * 1024
"""Request line and headers together, give or take what one read of the socket brings."""

HEAD_S = 10.0
"""From the connection, or the first byte of a later request, to the end of its head."""

BODY_S = 30.0
BODY_BYTES = 30 * 1024
"""A body that is not whole after each so many seconds has brought at least so much in them."""


def _refusal(status: str, text: str) -> bytes:
    head = "content-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
    return f"HTTP/1.1 {status}\r\n{head}content-length: {len(text)}\r\n\r\n{text}".encode()


_TOO_LARGE = _refusal("431 Request Header Fields Too Large", "The request's headers are too big.\n")
_TOO_SLOW = _refusal("408 Request Timeout", "The request took too long to arrive. Send it again.\n")


class LimitedHttp(HttpToolsProtocol):
    """Breaks off a request whose head does not end, and one that trickles in.

    The parser itself would keep all of the one, and the server a connection for each of the other.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **options)
        self._in_head = True
        self._bytes = 0
        self._paused = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        """Wait for a head."""
        super().connection_made(transport)
        self._timer = self.loop.call_later(HEAD_S, self._look, 0)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._forget_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass `data` on; close where the head has grown too large.

        Counted before the parser sees it: behind the end of a body, what it came with is no head.
        """
        self._bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        self._paused = self._paused or self.flow.read_paused
        if self._in_head and self._bytes > MAX_HEAD_BYTES:
            self.transport.write(_TOO_LARGE)
            self.transport.close()
        elif self._timer is None and (self._bytes or not self._in_head):
            self._wait()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head = False
        self._begin()
        if self.url[:1] != b"/":
            self._take_host()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """What comes next is another head."""
        super().on_message_complete()
        self._in_head = True
        self._begin()

    def _take_host(self) -> None:
        """Of an absolute address the host in it counts, and no header (RFC 9112, 3.2.2)."""
        _, absolute, behind = self.url.partition(b"://")
        if absolute:
            others = [(name, value) for name, value in self.headers if name != b"host"]
            self.headers[:] = [*others, (b"host", behind.partition(b"/")[0])]

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing is spoken here but HTTP/1.1. Anybody may ask for more, and would fill the log."""

    def _begin(self) -> None:
        """Count and wait anew, with the next bytes: most requests are whole by then and set no timer."""
        self._bytes = 0
        self._forget_timer()

    def _wait(self) -> None:
        self._paused = self.flow.read_paused
        self._timer = self.loop.call_later(HEAD_S if self._in_head else BODY_S, self._look, self._bytes)

    def _look(self, seen: int) -> None:
        """Close where too little came. Where the server itself did not read, the client is not to blame."""
        self._timer = None
        answering = bool(self.cycle) and not self.cycle.response_complete  # None before the first request.
        enough = self._in_head or self._paused or self._bytes - seen >= BODY_BYTES
        if answering and enough:
            self._wait()
            return
        if not self.cycle.response_started if answering else self._in_head and self._bytes:
            self.transport.write(_TOO_SLOW)
        self.transport.close()

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
