"""HTTP/1.1 as uvicorn and httptools read it, with a limit on what stands before the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from typing import Any

MAX_HEAD_BYTES = 64 * 1024
"""Request line and headers together, give or take what one read of the socket brings."""

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: 35\r\nconnection: close\r\n\r\n"
    b"The request's headers are too big.\n"
)


class LimitedHttp(HttpToolsProtocol):
    """Breaks off a request whose head does not end: the parser itself would keep all of it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **options)
        self._in_head = True
        self._head_bytes = 0

    def data_received(self, data: bytes) -> None:
        """Pass `data` on; close where the head has grown too large.

        Counted before the parser sees it: behind the end of a body, what it came with is no head.
        """
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """What comes next is another head."""
        super().on_message_complete()
        self._in_head = True
        self._head_bytes = 0
